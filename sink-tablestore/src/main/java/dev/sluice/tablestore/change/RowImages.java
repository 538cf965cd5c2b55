package dev.sluice.tablestore.change;

import dev.sluice.tablestore.value.BadRecord;
import dev.sluice.tablestore.value.FieldReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The row in a change event may be incomplete: where PostgreSQL does not tell a large value that an update left alone,
 * Debezium writes a <a
 * href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-toasted-values">placeholder</a>
 * in its place, which must not become a cell.
 */
final class RowImages {
    private static final String PLACEHOLDER = "__debezium_unavailable_value";
    private static final byte[] PLACEHOLDER_BYTES = PLACEHOLDER.getBytes(StandardCharsets.UTF_8);

    private RowImages() {}

    /**
     * The record, without fields that are not told when rows are updated.
     *
     * @throws BadRecord when a field is not told and the row would replace the one that has it
     */
    static SinkRecord complete(SinkRecord row, InsertMode mode) {
        List<String> untold = untold(row.value());
        if (untold.isEmpty()) {
            return row;
        }
        if (mode == InsertMode.PUT) {
            throw new BadRecord("the event does not tell the value of " + String.join(", ", untold)
                    + ", which the update left alone, and insert.mode=put would lose it; set insert.mode=update, or let the "
                    + "source tell it (for PostgreSQL with REPLICA IDENTITY FULL)");
        }
        return without(untold, row);
    }

    private static List<String> untold(Object value) {
        List<String> untold = new ArrayList<>(0);
        if (value instanceof Struct struct) {
            for (Field field : struct.schema().fields()) {
                if (isPlaceholder(FieldReader.valueOf(struct, field))) {
                    untold.add(field.name());
                }
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> {
                if (isPlaceholder(inner)) {
                    untold.add(String.valueOf(name));
                }
            });
        }
        return untold;
    }

    private static boolean isPlaceholder(@Nullable Object value) {
        if (value instanceof String text) {
            return text.equals(PLACEHOLDER);
        } else if (value instanceof byte[] bytes) {
            return java.util.Arrays.equals(bytes, PLACEHOLDER_BYTES);
        }
        return value instanceof ByteBuffer buffer && buffer.equals(ByteBuffer.wrap(PLACEHOLDER_BYTES));
    }

    private static SinkRecord without(List<String> untold, SinkRecord row) {
        Schema schema;
        Object value;
        if (row.value() instanceof Struct struct) {
            SchemaBuilder builder = SchemaBuilder.struct();
            struct.schema().fields().stream()
                    .filter(field -> !untold.contains(field.name()))
                    .forEach(field -> builder.field(field.name(), field.schema()));
            Struct rest = new Struct(builder.build());
            rest.schema().fields().forEach(field -> rest.put(field.name(), struct.getWithoutDefault(field.name())));
            schema = rest.schema();
            value = rest;
        } else {
            Map<Object, Object> rest = new LinkedHashMap<>((Map<?, ?>) row.value());
            rest.keySet().removeAll(untold);
            schema = row.valueSchema();
            value = rest;
        }
        return row.newRecord(
                row.topic(),
                row.kafkaPartition(),
                row.keySchema(),
                row.key(),
                schema,
                value,
                row.timestamp(),
                row.headers());
    }
}
