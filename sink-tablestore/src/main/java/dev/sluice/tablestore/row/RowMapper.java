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
import dev.sluice.tablestore.table.OrderingKey;
import dev.sluice.tablestore.table.TableSpec;
import dev.sluice.tablestore.value.BadRecord;
import dev.sluice.tablestore.value.ServiceLimits;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A record as a row: fields become columns; a value without fields becomes the column {@value RecordColumns#VALUE}. */
public final class RowMapper implements RecordMapper<RowWrite> {
    private final TableSpecs tables;
    private final ChangeReader changes;
    private final KeySource keys;
    private final RecordColumns columns;
    private final InsertMode insertMode;
    /** Of rows of a table whose columns may be wanted twice, and of others. */
    private final RowBuilder.Style meeting;

    private final RowBuilder.Style apart;

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
        boolean deletesNulls = insertMode == InsertMode.UPDATE && deleteMode.columns();
        this.meeting = new RowBuilder.Style(deletesNulls, true);
        this.apart = new RowBuilder.Style(deletesNulls, keys.addsColumns() || changes.addsColumns());
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
        RowBuilder row = new RowBuilder(table, key, columns.mayMeet(table.columns()) ? meeting : apart);
        columns.addTo(row, record, keys.takesFieldsOfValue());
        keys.addColumns(record, table, row);
        changes.addColumns(written.event(), row);
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

    private static Mapping<RowWrite> mapped(TableSpec table, RowChange change, RowBuilder row) {
        return mapped(table, change, EncodedSize.inRequest(change, row.sizeBytes(), table), row.heldBytes());
    }

    /** @throws BadRecord when the row as a whole is too large */
    static Mapping<RowWrite> mapped(TableSpec table, RowChange change, long sizeBytes, long heldBytes) {
        checkSize(sizeBytes, "");
        // The service makes a new row for each write with an auto-increment column: no two writes meet.
        Object orderingKey =
                table.keys().hasAutoIncrement() ? null : new OrderingKey(table.name(), change.getPrimaryKey());
        return new Mapping.Mapped<>(new RowWrite(table, change), table.batchKey(), orderingKey, sizeBytes, heldBytes);
    }

    /** @param how empty, or what makes the row larger, with a space behind it */
    static void checkSize(long sizeBytes, String how) {
        if (sizeBytes > ServiceLimits.REQUEST_BYTES - EncodedSize.AROUND_ROWS) {
            throw new BadRecord(how + "the row has " + sizeBytes + " bytes in a request, the service takes "
                    + ServiceLimits.REQUEST_BYTES + " with the table's name (" + ServiceLimits.SOURCE + ")");
        }
    }
}
