package dev.sluice.tablestore.change;

import dev.sluice.core.config.Choice;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.tablestore.column.ColumnTarget;
import dev.sluice.tablestore.config.NamedColumn;
import dev.sluice.tablestore.key.PrimaryKeyMode;
import dev.sluice.tablestore.value.BadRecord;
import dev.sluice.tablestore.value.FieldReader;
import dev.sluice.tablestore.value.FieldReader.Found;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Debezium's change events: its <a
 * href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-events">envelope</a>, and
 * what its <a href="https://debezium.io/documentation/reference/stable/transformations/event-flattening.html">transform</a>
 * makes of it. With keys of the record's own, a table mirrors the source's; with those of Kafka each event is a row.
 */
final class DebeziumEvents implements ChangeReader {
    private static final Logger LOG = LoggerFactory.getLogger(DebeziumEvents.class);
    private static final String CONNECTOR_SCHEMAS = "io.debezium.connector.";
    private static final String DELETED = "__deleted";
    private static final String OPERATION = "__op";

    private final ChangeOptions options;
    private final PrimaryKeyMode keys;
    private final InsertMode insertMode;
    private final DeleteMode deleteMode;
    /** Partitions are few. */
    private final Map<TopicPartition, Seen> seen = new HashMap<>();

    /** @param deletedKey of the last event, when it was a delete */
    private record Seen(boolean flattened, @Nullable Object deletedKey, long offset) {}

    DebeziumEvents(ChangeOptions options, PrimaryKeyMode keys, InsertMode insertMode, DeleteMode deleteMode) {
        this.options = options;
        this.keys = keys;
        this.insertMode = insertMode;
        this.deleteMode = deleteMode;
    }

    @Override
    public Change read(SinkRecord record) {
        RecordOrigin origin = RecordOrigin.of(record);
        Seen last = seen.get(origin.partition());
        Object value = record.value();
        if (value == null) {
            return tombstone(record, origin, last);
        }
        if (!FieldReader.hasFields(value)) {
            throw new BadRecord("the value has no fields, so it is no change event of Debezium; see "
                    + ChangeOptions.RECORD_FORMAT);
        }
        Schema schema = record.valueSchema();
        String enveloped = operation(schema, value);
        boolean flattened = enveloped == null;
        String operation = enveloped == null ? flatOperation(schema, value) : enveloped;
        boolean deletes = operation.equals("d");
        if (deletes || last == null || last.deletedKey() != null || last.flattened() != flattened) {
            seen.put(origin.partition(), new Seen(flattened, deletes ? record.key() : null, origin.offset()));
        }
        if (operation.equals("t")) {
            return truncate(origin);
        }
        if (flattened) {
            return deletes && keys.namesColumns()
                    ? deleted(record)
                    : new Change.Written(RowImages.complete(record, insertMode), null, record);
        }
        return enveloped(record, operation);
    }

    private Change enveloped(SinkRecord record, String operation) {
        switch (operation) {
            case "c", "r", "u" -> {
                SinkRecord before = part(record, "before");
                SinkRecord after = part(record, "after");
                if (after.value() == null) {
                    throw new BadRecord("the change event has no row in its field after");
                }
                return new Change.Written(
                        RowImages.complete(after, insertMode), before.value() == null ? null : before, record);
            }
            case "d" -> {
                SinkRecord before = part(record, "before");
                if (!keys.namesColumns()) {
                    // A row for each event: this one shows what was deleted, as far as the source tells.
                    return new Change.Written(
                            before.value() == null ? with(record, null, Map.of()) : before, null, record);
                }
                return deleted(before);
            }
            default ->
                throw new BadRecord(
                        "the change event's op is none of c, r, u, d and t, so it is about no row; leave such "
                                + "events out with a transform (Filter)");
        }
    }

    private Change deleted(SinkRecord row) {
        if (!deleteMode.rows()) {
            throw new BadRecord("the event deletes a row, and delete.mode=" + Choice.nameOf(deleteMode)
                    + " deletes none; set delete.mode=row");
        }
        if (keys == PrimaryKeyMode.RECORD_VALUE && row.value() == null) {
            throw new BadRecord("the event deletes a row that it does not show in its field before, and "
                    + "primarykey.mode=record_value finds the row by that; let the source tell it (for PostgreSQL with "
                    + "REPLICA IDENTITY FULL), or set primarykey.mode=record_key");
        }
        return new Change.Deleted(row);
    }

    /**
     * Behind a delete it says nothing new. Otherwise it is the delete itself: the transform that flattens events makes one of
     * it by default.
     */
    private Change tombstone(SinkRecord record, RecordOrigin origin, @Nullable Seen last) {
        boolean follows = last != null
                && last.deletedKey() != null
                && last.deletedKey().equals(record.key())
                && origin.offset() > last.offset();
        if (follows) {
            return new Change.Ignored("the tombstone after a delete");
        }
        if (keys == PrimaryKeyMode.RECORD_KEY) {
            return deleted(record);
        }
        if (keys == PrimaryKeyMode.RECORD_VALUE && last != null && last.flattened()) {
            throw new BadRecord(
                    "the record deletes a row and has no value, and primarykey.mode=record_value finds the row "
                            + "by that; set delete.tombstone.handling.mode=rewrite in Debezium's transform, or "
                            + "primarykey.mode=record_key");
        }
        return new Change.Ignored("a tombstone");
    }

    private Change truncate(RecordOrigin origin) {
        String what =
                "the source's table was emptied (a truncate event), and this sink does not empty a table of Tablestore; "
                        + "empty it yourself where that is wanted";
        return switch (options.truncate()) {
            case ERRANT -> throw new BadRecord(what + ", and see " + ChangeOptions.TRUNCATE);
            case FAIL ->
                throw new ConnectException(what + ". " + ChangeOptions.TRUNCATE + "=fail stops the task at "
                        + origin.partition() + ", offset " + origin.offset() + "; set it to skip to go on");
            case SKIP -> {
                LOG.warn("{}; left out, as {}=skip says: {}", what, ChangeOptions.TRUNCATE, origin);
                yield new Change.Ignored("a truncate event");
            }
        };
    }

    /** Null when the value is no envelope. */
    private static @Nullable String operation(@Nullable Schema schema, Object value) {
        Found operation = FieldReader.field(schema, value, "op");
        Found source = FieldReader.field(schema, value, "source");
        return operation != null
                        && operation.value() instanceof String text
                        && source != null
                        && FieldReader.hasFields(source.value())
                ? text
                : null;
    }

    private static String flatOperation(@Nullable Schema schema, Object value) {
        if (schema != null && schema.name() != null && schema.name().startsWith(CONNECTOR_SCHEMAS)) {
            throw new BadRecord("the record is a message of Debezium about itself (" + schema.name()
                    + "), no change of a row; leave its topic out");
        }
        Found deleted = FieldReader.field(schema, value, DELETED);
        if (deleted != null && deleted.value() != null && "true".equals(String.valueOf(deleted.value()))) {
            return "d";
        }
        Found operation = FieldReader.field(schema, value, OPERATION);
        return operation != null && operation.value() instanceof String text ? text : "u";
    }

    private static SinkRecord part(SinkRecord record, String name) {
        Found part = FieldReader.field(record.valueSchema(), record.value(), name);
        if (part == null) {
            return with(record, null, null);
        }
        if (part.value() != null && !FieldReader.hasFields(part.value())) {
            throw new BadRecord("field " + name + " of the change event is no row: it has no fields");
        }
        return with(record, part.schema(), part.value());
    }

    private static SinkRecord with(SinkRecord record, @Nullable Schema schema, @Nullable Object value) {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                schema,
                value,
                record.timestamp(),
                record.headers());
    }

    @Override
    public boolean addsColumns() {
        return !options.columns().isEmpty();
    }

    @Override
    public void addColumns(SinkRecord event, ColumnTarget row) {
        for (NamedColumn column : options.columns()) {
            Found found = FieldReader.at(event.valueSchema(), event.value(), column.source());
            if (found == null) {
                row.put(column.column(), null, null, null);
            } else {
                row.put(column.column(), null, found.schema(), found.value());
            }
        }
    }
}
