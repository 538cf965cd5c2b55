package dev.sluice.tablestore.row;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import dev.sluice.core.mapping.ConnectValues;
import dev.sluice.tablestore.column.ColumnRules;
import dev.sluice.tablestore.column.ColumnTarget;
import dev.sluice.tablestore.config.PerTableOptions;
import dev.sluice.tablestore.table.TableSpec;
import dev.sluice.tablestore.value.BadRecord;
import dev.sluice.tablestore.value.Cells;
import dev.sluice.tablestore.value.Conversions;
import dev.sluice.tablestore.value.ServiceLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Gathers the columns of one row and holds them to the service's limits. */
final class RowBuilder implements ColumnTarget {
    private static final long ROW_HEAP_BYTES = 300;
    private static final long COLUMN_HEAP_BYTES = 110;

    /**
     * @param deletesNulls a null deletes its column; otherwise it is left out
     * @param mayMeet two fields may want one column, which then has to be found out
     */
    record Style(boolean deletesNulls, boolean mayMeet) {
        static final Style PLAIN = new Style(false, false);
    }

    private final TableSpec table;
    /** Asked for once: the key copies them each time. */
    private final PrimaryKeyColumn[] keyColumns;

    private final Style style;
    private final boolean takesAll;
    private final Set<String> taken;
    private final List<Column> columns = new ArrayList<>();
    private List<String> deleted = List.of();
    private long sizeBytes = EncodedSize.row();

    RowBuilder(TableSpec table, PrimaryKey key, Style style) {
        this.table = table;
        this.keyColumns = key.getPrimaryKeyColumns();
        this.style = style;
        this.takesAll = table.columns().takesAll();
        this.taken = style.mayMeet() ? new HashSet<>() : Set.of();
        for (PrimaryKeyColumn column : keyColumns) {
            sizeBytes += EncodedSize.key(column);
        }
    }

    List<Column> columns() {
        return columns;
    }

    /** Names of columns that the record deletes. */
    List<String> deleted() {
        return deleted;
    }

    /** The row itself, as it is encoded. */
    long sizeBytes() {
        return sizeBytes + (columns.isEmpty() && deleted.isEmpty() ? 0 : EncodedSize.columns());
    }

    /**
     * Heap that the row takes until it is written, about; measured. Its size is there twice: as the bytes of its texts, and in
     * the request while that is under way.
     */
    long heldBytes() {
        return ROW_HEAP_BYTES + COLUMN_HEAP_BYTES * (columns.size() + deleted.size()) + 2 * sizeBytes;
    }

    @Override
    public boolean includes(String field) {
        return table.columns().includes(field);
    }

    @Override
    public boolean excludes(String field) {
        return table.columns().excluded().contains(field);
    }

    @Override
    public void add(String field, @Nullable Schema schema, @Nullable Object value) {
        ColumnRules rules = table.columns();
        if (takesAll) {
            put(field, null, schema, value);
        } else if (rules.includes(field)) {
            put(rules.columnOf(field), rules.typeOf(field), schema, value);
        }
    }

    @Override
    public void put(String column, @Nullable ColumnType type, @Nullable Schema schema, @Nullable Object value) {
        if (value == null && !style.deletesNulls()) {
            return; // in a new row it would be nothing, and an update leaves the column as it is
        }
        PrimaryKeyValue keyValue = keyColumn(column);
        if (keyValue != null) {
            checkRepeated(column, schema, value, keyValue);
            return;
        }
        if (value == null) {
            delete(column);
        } else {
            cell(column, typed(column, type, schema, value));
        }
    }

    /** A column that is none of the key's. */
    void cell(String column, ColumnValue cell) {
        checkName(column);
        int bytes = EncodedSize.cell(column, cell);
        // The content is a part of it, and seldom the question.
        if (bytes > ServiceLimits.CELL_BYTES && Cells.bytes(cell) > ServiceLimits.CELL_BYTES) {
            throw new BadRecord("field " + column + " has " + Cells.bytes(cell) + " bytes, a cell holds "
                    + ServiceLimits.CELL_BYTES + " (" + ServiceLimits.SOURCE + ")");
        }
        columns.add(new Column(column, cell));
        sizeBytes += bytes;
        checkCount();
    }

    /** A column that an update deletes. */
    void delete(String column) {
        checkName(column);
        if (deleted.isEmpty()) {
            deleted = new ArrayList<>();
        }
        deleted.add(column);
        sizeBytes += EncodedSize.deletion(column);
        checkCount();
    }

    private void checkCount() {
        if (columns.size() + deleted.size() > ServiceLimits.ROW_COLUMNS) {
            throw new BadRecord("the record has more than " + ServiceLimits.ROW_COLUMNS
                    + " columns, which is what the service takes in one write (" + ServiceLimits.SOURCE
                    + "); list the columns you want in " + PerTableOptions.columnName(table.name()));
        }
    }

    private void checkName(String column) {
        if (!ServiceLimits.isName(column)) {
            throw new BadRecord(
                    "field " + printable(column) + " cannot be a column: a column name has " + ServiceLimits.NAME_RULE
                            + " (" + ServiceLimits.SOURCE + "); rename it in "
                            + PerTableOptions.columnRename(table.name()));
        }
        if (style.mayMeet() && !taken.add(column)) {
            throw new BadRecord("two parts of the record want the column " + column + " of table " + table.name()
                    + ", and a row can hold only one; give one of them another name in "
                    + PerTableOptions.columnRename(table.name()));
        }
    }

    private @Nullable PrimaryKeyValue keyColumn(String column) {
        for (PrimaryKeyColumn part : keyColumns) {
            if (part.getName().equals(column)) {
                return part.getValue();
            }
        }
        return null;
    }

    /** A value often repeats its key, and then nothing is lost. Anything else would be dropped in silence. */
    private void checkRepeated(String column, @Nullable Schema schema, @Nullable Object value, PrimaryKeyValue inKey) {
        if (value == null) {
            return; // there is no other value, and a key column cannot be deleted
        }
        if (inKey.isPlaceHolderForAutoIncr()) {
            throw new BadRecord("field " + column + " has the name of the auto_increment column of table "
                    + table.name() + ", which the service fills in; rename it in "
                    + PerTableOptions.columnRename(table.name()));
        }
        ColumnValue same = Conversions.to(ColumnType.valueOf(inKey.getType().name()), Cells.of(column, schema, value));
        if (same == null || !PrimaryKeyValue.fromColumn(same).equals(inKey)) {
            throw new BadRecord("field " + column + " has the name of a primary key column of table " + table.name()
                    + " and another value than the key, and a row can hold only one; rename it in "
                    + PerTableOptions.columnRename(table.name()) + ", or leave it out by "
                    + PerTableOptions.columnExclude(table.name()));
        }
    }

    private ColumnValue typed(String column, @Nullable ColumnType type, @Nullable Schema schema, Object value) {
        ColumnValue cell = Cells.of(column, schema, value);
        if (type == null) {
            return cell;
        }
        ColumnValue converted = Conversions.to(type, cell);
        if (converted == null) {
            throw new BadRecord("field " + column + " is " + ConnectValues.typeName(schema, value) + " (stored as "
                    + lower(cell.getType()) + "), but " + PerTableOptions.columnType(table.name()) + " says "
                    + lower(type) + ", and it cannot become that without loss; correct the type, or convert the field "
                    + "with a transform (Cast)");
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
