package dev.sluice.testkit.tablestore;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations that are emulated, by the service's name. */
final class Operations {
    private static final Set<String> TABLE_OPERATIONS =
            Set.of("CreateTable", "DescribeTable", "ListTable", "UpdateTable", "DeleteTable");

    /** Those whose rows have an answer each, and so can fail alone. */
    static final Set<String> BATCHES = Set.of("BatchWriteRow", "BulkImport");

    private final Map<String, Call.Decoder> decoders;

    Operations(InstantSource clock) {
        TableCalls tables = new TableCalls(clock);
        WriteCalls writes = new WriteCalls(clock);
        BatchCalls batches = new BatchCalls(clock);
        ReadCalls reads = new ReadCalls();
        this.decoders = Map.ofEntries(
                Map.entry("CreateTable", tables::create),
                Map.entry("DescribeTable", tables::describe),
                Map.entry("ListTable", tables::list),
                Map.entry("UpdateTable", tables::update),
                Map.entry("DeleteTable", tables::delete),
                Map.entry("PutRow", writes::put),
                Map.entry("UpdateRow", writes::update),
                Map.entry("DeleteRow", writes::delete),
                Map.entry("GetRow", reads::get),
                Map.entry("BatchGetRow", reads::batchGet),
                Map.entry("GetRange", RangeCall::range),
                Map.entry("BatchWriteRow", batches::batchWrite),
                Map.entry("BulkImport", batches::bulkImport));
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
