package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import dev.sluice.core.mapping.ConnectValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Gathers the columns of one row and holds them to the service's limits. */
final class RowBuilder {
    private static final long ROW_HEAP_BYTES = 300;
    private static final long COLUMN_HEAP_BYTES = 110;

    private final TableSpec table;
    private final PrimaryKey key;
    private final boolean keyIsInValue;
    private final List<Column> columns = new ArrayList<>();
    private long sizeBytes = EncodedSize.row();

    /** @param keyIsInValue the key's columns are fields of the value and must not become attributes as well */
    RowBuilder(TableSpec table, PrimaryKey key, boolean keyIsInValue) {
        this.table = table;
        this.key = key;
        this.keyIsInValue = keyIsInValue;
        for (PrimaryKeyColumn column : key.getPrimaryKeyColumns()) {
            sizeBytes += EncodedSize.key(column);
        }
    }

    List<Column> columns() {
        return columns;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** Heap that the row takes until it is written, about; measured. */
    long heldBytes() {
        return ROW_HEAP_BYTES + COLUMN_HEAP_BYTES * columns.size() + sizeBytes;
    }

    /** A null is left out: in a new row it would be nothing, and an update leaves the column as it is. */
    void add(String field, @Nullable Schema schema, @Nullable Object value) {
        if (value == null || !table.columns().includes(field)) {
            return;
        }
        PrimaryKeyValue keyValue = keyColumn(field);
        if (keyValue != null) {
            checkRepeated(field, schema, value, keyValue);
            return;
        }
        if (!ServiceLimits.isName(field)) {
            throw new BadRecord(
                    "field " + printable(field) + " cannot be a column: a column name has " + ServiceLimits.NAME_RULE
                            + " (" + ServiceLimits.SOURCE + "); rename it with a transform (ReplaceField)");
        }
        ColumnValue cell = typed(field, schema, value, Cells.of(field, schema, value));
        int bytes = Cells.bytes(cell);
        if (bytes > ServiceLimits.CELL_BYTES) {
            throw new BadRecord("field " + field + " has " + bytes + " bytes, a cell holds " + ServiceLimits.CELL_BYTES
                    + " (" + ServiceLimits.SOURCE + ")");
        }
        columns.add(new Column(field, cell));
        sizeBytes += EncodedSize.cell(field, cell);
        if (columns.size() > ServiceLimits.ROW_COLUMNS) {
            throw new BadRecord("the record has more than " + ServiceLimits.ROW_COLUMNS
                    + " columns, which is what the service takes in one write (" + ServiceLimits.SOURCE
                    + "); list the columns you want in " + PerTableOptions.columnName(table.name()));
        }
    }

    /** @throws BadRecord when the row as a whole is too large */
    void checkSize() {
        if (sizeBytes > ServiceLimits.ROW_BYTES) {
            throw new BadRecord("the row has " + sizeBytes + " bytes in a request, the service takes "
                    + ServiceLimits.ROW_BYTES + " (" + ServiceLimits.SOURCE + ")");
        }
    }

    private @Nullable PrimaryKeyValue keyColumn(String field) {
        for (PrimaryKeyColumn column : key.getPrimaryKeyColumns()) {
            if (column.getName().equals(field)) {
                return column.getValue();
            }
        }
        return null;
    }

    /** A value often repeats its key, and then nothing is lost. Anything else would be dropped in silence. */
    private void checkRepeated(String field, @Nullable Schema schema, Object value, PrimaryKeyValue inKey) {
        if (inKey.isPlaceHolderForAutoIncr()) {
            throw new BadRecord("field " + field + " has the name of the auto_increment column of table " + table.name()
                    + ", which the service fills in; rename or remove it with a transform (ReplaceField)");
        }
        if (keyIsInValue) {
            return;
        }
        ColumnValue cell = Cells.of(field, schema, value);
        boolean same = inKey.getType().name().equals(cell.getType().name())
                && PrimaryKeyValue.fromColumn(cell).equals(inKey);
        if (!same) {
            throw new BadRecord("field " + field + " has the name of a primary key column of table " + table.name()
                    + " and another value than the key, and a row can hold only one; rename or remove it with a "
                    + "transform (ReplaceField)");
        }
    }

    private ColumnValue typed(String field, @Nullable Schema schema, Object value, ColumnValue cell) {
        ColumnType type = table.columns().typeOf(field);
        if (type == null) {
            return cell;
        }
        ColumnValue converted = ColumnFilter.as(type, cell);
        if (converted == null) {
            throw new BadRecord("field " + field + " is " + ConnectValues.typeName(schema, value) + " (stored as "
                    + lower(cell.getType()) + "), but " + PerTableOptions.columnType(table.name()) + " says "
                    + lower(type) + "; correct it, or convert the field with a transform (Cast)");
        }
        return converted;
    }

    private static String lower(ColumnType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** A field name of a map is content in a way, so it is cut; and it may hold anything, so it is cleaned. */
    private static String printable(String name) {
        String cut = name.length() > 40 ? name.substring(0, 40) + "…" : name;
        return '"' + cut.replaceAll("[^ -~…]", "?") + '"';
    }
}
