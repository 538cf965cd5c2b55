package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A record as a row: fields become columns; a value without fields becomes the column {@value #VALUE}. */
final class RowMapper implements RecordMapper<RowWrite> {
    /** Column of a value that has no fields. */
    static final String VALUE = "value";

    private final TableSpecs tables;
    private final KeySource keys;
    private final InsertMode insertMode;
    private final DeleteMode deleteMode;

    RowMapper(TableSpecs tables, KeySource keys, InsertMode insertMode, DeleteMode deleteMode) {
        this.tables = tables;
        this.keys = keys;
        this.insertMode = insertMode;
        this.deleteMode = deleteMode;
    }

    @Override
    public Mapping<RowWrite> map(SinkRecord record) {
        TableSpec table = tables.ofTopic(record.topic());
        try {
            return record.value() == null ? tombstone(record, table) : row(record, table);
        } catch (BadRecord e) {
            return new Mapping.Unmappable<>(String.valueOf(e.getMessage()));
        }
    }

    private Mapping<RowWrite> tombstone(SinkRecord record, TableSpec table) {
        if (deleteMode == DeleteMode.NONE) {
            throw new BadRecord(
                    "the record has no value (a tombstone), and delete.mode=none writes and deletes nothing for "
                            + "it; set delete.mode=row with primarykey.mode=record_key to delete the row, or drop tombstones with a "
                            + "transform (Filter with the predicate RecordIsTombstone)");
        }
        PrimaryKey key = keys.keyOf(record, table);
        return mapped(table, key, new RowDeleteChange(table.name(), key), new RowBuilder(table, key, false));
    }

    private Mapping<RowWrite> row(SinkRecord record, TableSpec table) {
        PrimaryKey key = keys.keyOf(record, table);
        RowBuilder row = new RowBuilder(table, key, keys.takesFieldsOfValue());
        addColumns(row, record.valueSchema(), record.value());
        row.checkSize();
        return mapped(table, key, insertMode.change(table.name(), key, row.columns()), row);
    }

    private void addColumns(RowBuilder row, @Nullable Schema schema, Object value) {
        if (value instanceof Struct struct) {
            for (Field field : struct.schema().fields()) {
                row.add(field.name(), field.schema(), FieldReader.valueOf(struct, field));
            }
        } else if (value instanceof Map<?, ?> map) {
            Schema valueSchema = schema == null ? null : schema.valueSchema();
            map.forEach((name, field) -> row.add(columnName(name), valueSchema, field));
        } else if (!keys.takesFieldsOfValue()) {
            row.add(VALUE, schema, value);
        }
    }

    private static String columnName(@Nullable Object mapKey) {
        if (mapKey instanceof String name) {
            return name;
        }
        throw new BadRecord("the value is a map with a key of type "
                + (mapKey == null ? "null" : mapKey.getClass().getSimpleName())
                + ", and columns are named by the keys, so they must be strings");
    }

    private static Mapping<RowWrite> mapped(TableSpec table, PrimaryKey key, RowChange change, RowBuilder row) {
        // The service makes a new row for each write with an auto-increment column: no two writes meet.
        Object orderingKey = table.keys().hasAutoIncrement() ? null : new RowKey(table.name(), key);
        return new Mapping.Mapped<>(
                new RowWrite(table, change), table.batchKey(), orderingKey, row.sizeBytes(), row.heldBytes());
    }
}
