package dev.sluice.tablestore.series;

import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesRow;
import dev.sluice.core.mapping.ConnectValues;
import dev.sluice.tablestore.column.ColumnTarget;
import dev.sluice.tablestore.value.BadRecord;
import dev.sluice.tablestore.value.Cells;
import dev.sluice.tablestore.value.Conversions;
import dev.sluice.tablestore.value.ServiceLimits;
import java.util.Locale;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Gathers the fields of one row of a series and holds them to the service's limits. */
final class FieldBuilder implements ColumnTarget {
    private final SeriesSpec table;
    private final TimeseriesRow row;
    private long sizeBytes;

    FieldBuilder(SeriesSpec table, TimeseriesRow row) {
        this.table = table;
        this.row = row;
        this.sizeBytes = EncodedSize.key(row.getTimeseriesKey());
    }

    long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public boolean includes(String field) {
        return !excludes(field) && (table.mapAll() || table.types().containsKey(field.toLowerCase(Locale.ROOT)));
    }

    @Override
    public boolean excludes(String field) {
        return table.keyFields().contains(field) || table.columns().excluded().contains(field);
    }

    @Override
    public void add(String field, @Nullable Schema schema, @Nullable Object value) {
        if (includes(field)) {
            put(table.columns().columnOf(field), table.types().get(field.toLowerCase(Locale.ROOT)), schema, value);
        }
    }

    @Override
    public void put(String column, @Nullable ColumnType type, @Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return; // in a new row it would be nothing
        }
        String name = table.lowerCase() ? column.toLowerCase(Locale.ROOT) : column;
        Limits.checkField(name);
        if (row.getFields().containsKey(name)) {
            throw new BadRecord("two parts of the record want the field " + name + " of time series table "
                    + table.name() + ", and a row can hold only one");
        }
        ColumnValue cell = typed(column, type, schema, value);
        int bytes = Cells.bytes(cell);
        if (bytes > ServiceLimits.CELL_BYTES) {
            throw Limits.broken(
                    "field " + name + " with " + bytes + " bytes, the service takes " + ServiceLimits.CELL_BYTES);
        }
        row.addField(name, cell);
        sizeBytes += EncodedSize.field(name, cell);
        if (row.getFields().size() > ServiceLimits.ROW_COLUMNS) {
            throw Limits.broken("more than " + ServiceLimits.ROW_COLUMNS + " fields");
        }
    }

    private ColumnValue typed(String field, @Nullable ColumnType type, @Nullable Schema schema, Object value) {
        ColumnValue cell = Cells.of(field, schema, value);
        ColumnValue converted = type == null ? cell : Conversions.to(type, cell);
        if (converted == null) {
            throw new BadRecord("field " + field + " is " + ConnectValues.typeName(schema, value) + ", but "
                    + SeriesOptions.option(table.name(), "field.type")
                    + " says otherwise, and it cannot become that without loss; correct the type, or convert the field "
                    + "with a transform (Cast)");
        }
        return converted;
    }

    /** What only the whole row shows. */
    TimeseriesRow finished() {
        if (row.getFields().isEmpty()) {
            throw new BadRecord("the record has no field to store in time series table " + table.name()
                    + " besides those that make the series and the time; list fields in "
                    + SeriesOptions.option(table.name(), "field.name") + ", or set " + SeriesOptions.MAP_ALL + "=true");
        }
        if (sizeBytes > ServiceLimits.ROW_BYTES) {
            throw Limits.broken("a row of " + sizeBytes + " bytes, the service takes " + ServiceLimits.ROW_BYTES);
        }
        return row;
    }
}
