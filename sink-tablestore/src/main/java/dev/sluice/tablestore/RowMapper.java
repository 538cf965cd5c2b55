package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import dev.sluice.core.config.Choice;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import org.apache.kafka.connect.sink.SinkRecord;

/** A record as a row: fields become columns; a value without fields becomes the column {@value RecordColumns#VALUE}. */
final class RowMapper implements RecordMapper<RowWrite> {
    private final TableSpecs tables;
    private final KeySource keys;
    private final RecordColumns columns;
    private final InsertMode insertMode;
    private final DeleteMode deleteMode;

    RowMapper(TableSpecs tables, KeySource keys, RecordColumns columns, InsertMode insertMode, DeleteMode deleteMode) {
        this.tables = tables;
        this.keys = keys;
        this.columns = columns;
        this.insertMode = insertMode;
        this.deleteMode = deleteMode;
    }

    @Override
    public Mapping<RowWrite> map(SinkRecord record) {
        try {
            TableSpec table = tables.of(record);
            return record.value() == null ? tombstone(record, table) : row(record, table);
        } catch (BadRecord e) {
            return new Mapping.Unmappable<>(String.valueOf(e.getMessage()));
        }
    }

    private Mapping<RowWrite> tombstone(SinkRecord record, TableSpec table) {
        if (!deleteMode.rows()) {
            throw new BadRecord("the record has no value (a tombstone), and delete.mode=" + Choice.nameOf(deleteMode)
                    + " writes and deletes nothing for it; set delete.mode=row with primarykey.mode=record_key to delete the row, or drop tombstones with a "
                    + "transform (Filter with the predicate RecordIsTombstone)");
        }
        PrimaryKey key = keys.keyOf(record, table);
        return mapped(
                table, new RowDeleteChange(table.name(), key), new RowBuilder(table, key, RowBuilder.Style.PLAIN));
    }

    private Mapping<RowWrite> row(SinkRecord record, TableSpec table) {
        PrimaryKey key = keys.keyOf(record, table);
        RowBuilder row = new RowBuilder(
                table,
                key,
                new RowBuilder.Style(
                        insertMode == InsertMode.UPDATE && deleteMode.columns(),
                        keys.addsColumns() || columns.mayMeet(table)));
        columns.addTo(row, record, keys.takesFieldsOfValue());
        keys.addColumns(record, table, row);
        row.checkSize();
        return mapped(table, insertMode.change(table.name(), key, row.columns(), row.deleted()), row);
    }

    /** @param row the change's columns, held to the limits */
    static Mapping<RowWrite> mapped(TableSpec table, RowChange change, RowBuilder row) {
        // The service makes a new row for each write with an auto-increment column: no two writes meet.
        Object orderingKey = table.keys().hasAutoIncrement() ? null : new RowKey(table.name(), change.getPrimaryKey());
        return new Mapping.Mapped<>(
                new RowWrite(table, change), table.batchKey(), orderingKey, row.sizeBytes(), row.heldBytes());
    }
}
