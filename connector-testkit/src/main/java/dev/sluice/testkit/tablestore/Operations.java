package dev.sluice.testkit.tablestore;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations that are emulated, by the service's name. */
final class Operations {
    private static final Set<String> TABLE_OPERATIONS = Set.of(
            "CreateTable",
            "DescribeTable",
            "ListTable",
            "UpdateTable",
            "DeleteTable",
            "CreateTimeseriesTable",
            "DescribeTimeseriesTable",
            "ListTimeseriesTable",
            "UpdateTimeseriesTable",
            "DeleteTimeseriesTable");

    /** Those whose rows have an answer each, and so can fail alone. */
    static final Set<String> BATCHES = Set.of("BatchWriteRow", "BulkImport", "PutTimeseriesData");

    private final Map<String, Call.Decoder> decoders;

    Operations(InstantSource clock) {
        TableCalls tables = new TableCalls(clock);
        WriteCalls writes = new WriteCalls(clock);
        BatchCalls batches = new BatchCalls(clock);
        ReadCalls reads = new ReadCalls(clock);
        RangeCall ranges = new RangeCall(clock);
        SeriesPutCall seriesPut = new SeriesPutCall(clock);
        SeriesReadCalls seriesReads = new SeriesReadCalls(clock);
        SeriesMetaCalls seriesMetas = new SeriesMetaCalls(clock);
        this.decoders = Map.ofEntries(
                Map.entry("CreateTable", tables::create),
                Map.entry("DescribeTable", tables::describe),
                Map.entry("ListTable", tables::list),
                Map.entry("UpdateTable", tables::update),
                Map.entry("DeleteTable", tables::delete),
                Map.entry("AddDefinedColumn", TableCalls::addDefinedColumn),
                Map.entry("DeleteDefinedColumn", TableCalls::deleteDefinedColumn),
                Map.entry("ComputeSplitPointsBySize", SplitCall::split),
                Map.entry("PutRow", writes::put),
                Map.entry("UpdateRow", writes::update),
                Map.entry("DeleteRow", writes::delete),
                Map.entry("GetRow", reads::get),
                Map.entry("BatchGetRow", reads::batchGet),
                Map.entry("GetRange", ranges::range),
                Map.entry("BatchWriteRow", batches::batchWrite),
                Map.entry("BulkImport", batches::bulkImport),
                Map.entry("CreateTimeseriesTable", SeriesTableCalls::create),
                Map.entry("DescribeTimeseriesTable", SeriesTableCalls::describe),
                Map.entry("ListTimeseriesTable", SeriesTableCalls::list),
                Map.entry("UpdateTimeseriesTable", SeriesTableCalls::update),
                Map.entry("DeleteTimeseriesTable", SeriesTableCalls::delete),
                Map.entry("PutTimeseriesData", seriesPut::put),
                Map.entry("GetTimeseriesData", seriesReads::get),
                Map.entry("ScanTimeseriesData", seriesReads::scan),
                Map.entry("SplitTimeseriesScanTask", seriesReads::split),
                Map.entry("QueryTimeseriesMeta", seriesMetas::query),
                Map.entry("UpdateTimeseriesMeta", seriesMetas::update),
                Map.entry("DeleteTimeseriesMeta", seriesMetas::delete));
    }

    Set<String> names() {
        return decoders.keySet();
    }

    Call.@Nullable Decoder find(String operation) {
        return decoders.get(operation);
    }

    static boolean isForData(String operation) {
        return !TABLE_OPERATIONS.contains(operation);
    }
}
