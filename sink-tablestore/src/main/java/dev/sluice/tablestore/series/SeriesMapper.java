package dev.sluice.tablestore.series;

import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesKey;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesRow;
import dev.sluice.core.mapping.ConnectValues;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.tablestore.column.RecordColumns;
import dev.sluice.tablestore.table.OrderingKey;
import dev.sluice.tablestore.value.BadRecord;
import dev.sluice.tablestore.value.Cells;
import dev.sluice.tablestore.value.Conversions;
import dev.sluice.tablestore.value.FieldReader;
import dev.sluice.tablestore.value.FieldReader.Found;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A record as a row of a time series: some of its fields make the series, one is the time, the others are its values. */
public final class SeriesMapper implements RecordMapper<SeriesWrite> {
    private static final long ROW_HEAP_BYTES = 600;
    private static final long FIELD_HEAP_BYTES = 120;

    private final SeriesSpecs tables;
    private final RecordColumns columns;

    /**
     * @param tables for this mapper alone
     * @param columns what of a record becomes fields
     */
    public SeriesMapper(SeriesSpecs tables, RecordColumns columns) {
        this.tables = tables;
        this.columns = columns;
    }

    @Override
    public Mapping<SeriesWrite> map(SinkRecord record) {
        try {
            if (!FieldReader.hasFields(record.value())) {
                throw new BadRecord("the value has no fields, and a row of a time series is made of them"
                        + (record.value() == null ? "; nothing is deleted from a time series table" : ""));
            }
            return row(record, tables.of(record));
        } catch (BadRecord e) {
            return new Mapping.Unmappable<>(String.valueOf(e.getMessage()));
        }
    }

    private Mapping<SeriesWrite> row(SinkRecord record, SeriesSpec table) {
        TimeseriesKey key = new TimeseriesKey(measurement(record, table), source(record, table), tags(record, table));
        FieldBuilder builder = new FieldBuilder(table, new TimeseriesRow(key, time(record, table)));
        columns.addTo(builder, record, false);
        TimeseriesRow row = builder.finished();
        return new Mapping.Mapped<>(
                new SeriesWrite(table, row),
                table.batchKey(),
                new OrderingKey(table.name(), key),
                builder.sizeBytes(),
                ROW_HEAP_BYTES + FIELD_HEAP_BYTES * row.getFields().size() + builder.sizeBytes());
    }

    private static String measurement(SinkRecord record, SeriesSpec table) {
        if (table.measurement().equals(SeriesSpec.TOPIC)) {
            Limits.checkMeasurement(record.topic());
            return record.topic();
        }
        String name = text(record, table.measurement());
        if (name == null) {
            throw new BadRecord(missing(table.measurement(), table, "measurement"));
        }
        Limits.checkMeasurement(name);
        return name;
    }

    private static String source(SinkRecord record, SeriesSpec table) {
        if (table.dataSource().isEmpty()) {
            return "";
        }
        if (FieldReader.field(record.valueSchema(), record.value(), table.dataSource()) == null) {
            throw new BadRecord(missing(table.dataSource(), table, "dataSource"));
        }
        String name = text(record, table.dataSource());
        Limits.checkSource(name == null ? "" : name);
        return name == null ? "" : name;
    }

    /** Tags that are null or missing are none of the series'. */
    private static SortedMap<String, String> tags(SinkRecord record, SeriesSpec table) {
        SortedMap<String, String> tags = new TreeMap<>();
        for (String name : table.tags()) {
            String value = text(record, name);
            if (value != null) {
                tags.put(name, value);
            }
        }
        Limits.checkTags(tags);
        return tags;
    }

    private static long time(SinkRecord record, SeriesSpec table) {
        Found time = FieldReader.field(record.valueSchema(), record.value(), table.time());
        if (time == null || time.value() == null) {
            throw new BadRecord(missing(table.time(), table, "time"));
        }
        return RowTime.micros(table.time(), table.unit(), time.schema(), time.value());
    }

    private static @Nullable String text(SinkRecord record, String name) {
        Found found = FieldReader.field(record.valueSchema(), record.value(), name);
        if (found == null || found.value() == null) {
            return null;
        }
        ColumnValue text = Conversions.to(ColumnType.STRING, Cells.of(name, found.schema(), found.value()));
        if (text == null) {
            throw new BadRecord("field " + name + " is "
                    + ConnectValues.typeName(found.schema(), found.value())
                    + ", which is no text and cannot become any; a series is told apart by texts");
        }
        return text.asString();
    }

    private static String missing(String field, SeriesSpec table, String ending) {
        return "the record's value has no field " + field + ", or it is null, and "
                + SeriesOptions.option(table.name(), ending)
                + " names it; correct the option, or write records that have "
                + "the field";
    }
}
