package dev.sluice.tablestore.row;

import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.tablestore.change.Change;
import dev.sluice.tablestore.change.ChangeReader;
import dev.sluice.tablestore.change.DeleteMode;
import dev.sluice.tablestore.change.InsertMode;
import dev.sluice.tablestore.column.RecordColumns;
import dev.sluice.tablestore.key.KeySource;
import dev.sluice.tablestore.table.TableSpec;
import dev.sluice.tablestore.value.BadRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A record as a row: fields become columns; a value without fields becomes the column {@value RecordColumns#VALUE}. */
public final class RowMapper implements RecordMapper<RowWrite> {
    private final TableSpecs tables;
    private final ChangeReader changes;
    private final KeySource keys;
    private final RecordColumns columns;
    private final InsertMode insertMode;
    private final DeleteMode deleteMode;

    /**
     * @param tables for this mapper alone
     * @param changes understands records
     * @param keys makes primary keys
     * @param columns what of a record becomes columns
     * @param insertMode what becomes of a row that exists
     * @param deleteMode what is deleted
     */
    public RowMapper(
            TableSpecs tables,
            ChangeReader changes,
            KeySource keys,
            RecordColumns columns,
            InsertMode insertMode,
            DeleteMode deleteMode) {
        this.tables = tables;
        this.changes = changes;
        this.keys = keys;
        this.columns = columns;
        this.insertMode = insertMode;
        this.deleteMode = deleteMode;
    }

    @Override
    public Mapping<RowWrite> map(SinkRecord record) {
        try {
            Change change = changes.read(record);
            if (change instanceof Change.Written written) {
                return row(written, tables.of(written.row()));
            } else if (change instanceof Change.Deleted deleted) {
                return delete(deleted.row(), tables.of(deleted.row()));
            }
            return new Mapping.Skipped<>(((Change.Ignored) change).reason());
        } catch (BadRecord e) {
            return new Mapping.Unmappable<>(String.valueOf(e.getMessage()));
        }
    }

    private Mapping<RowWrite> delete(SinkRecord record, TableSpec table) {
        PrimaryKey key = keys.keyOf(record, table);
        return mapped(
                table, new RowDeleteChange(table.name(), key), new RowBuilder(table, key, RowBuilder.Style.PLAIN));
    }

    private Mapping<RowWrite> row(Change.Written written, TableSpec table) {
        SinkRecord record = written.row();
        PrimaryKey key = keys.keyOf(record, table);
        checkSameRow(written.before(), key, table);
        RowBuilder row = new RowBuilder(
                table,
                key,
                new RowBuilder.Style(
                        insertMode == InsertMode.UPDATE && deleteMode.columns(),
                        keys.addsColumns() || changes.addsColumns() || columns.mayMeet(table.columns())));
        columns.addTo(row, record, keys.takesFieldsOfValue());
        keys.addColumns(record, table, row);
        changes.addColumns(written.event(), row);
        row.checkSize();
        return mapped(table, insertMode.change(table.name(), key, row.columns(), row.deleted()), row);
    }

    /** A record is one write, so the row under the old key would stay. */
    private void checkSameRow(@Nullable SinkRecord before, PrimaryKey key, TableSpec table) {
        if (before == null || !keys.takesFieldsOfValue() || table.keys().hasAutoIncrement()) {
            return;
        }
        PrimaryKey old;
        try {
            old = keys.keyOf(before, table);
        } catch (BadRecord e) {
            return; // sources do not tell all of a former row
        }
        if (!old.equals(key)) {
            throw new BadRecord("the event changes the primary key of a row of table " + table.name()
                    + ", and the row under the old key would stay; take the key from columns that do not change, or set "
                    + "primarykey.mode=record_key, where Debezium deletes the old row in an event of its own");
        }
    }

    /** @param row the change's columns, held to the limits */
    static Mapping<RowWrite> mapped(TableSpec table, RowChange change, RowBuilder row) {
        // The service makes a new row for each write with an auto-increment column: no two writes meet.
        Object orderingKey = table.keys().hasAutoIncrement() ? null : new RowKey(table.name(), change.getPrimaryKey());
        return new Mapping.Mapped<>(
                new RowWrite(table, change), table.batchKey(), orderingKey, row.sizeBytes(), row.heldBytes());
    }
}
