package dev.sluice.oss.format;

import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.oss.format.RowSchema.Column;
import dev.sluice.oss.format.ValueLimit.Limited;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Schema.Type;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records as rows. A struct that is all that is stored has a column for each of its fields; otherwise there is a column for
 * each output field. What has no schema is text: a map without one has no columns that the next map would have too.
 */
final class RowShape {
    private static final Schema HEADER = SchemaBuilder.struct()
            .name("Header")
            .field("key", Schema.STRING_SCHEMA)
            .field("value", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema HEADERS = SchemaBuilder.array(HEADER).build();
    private static final Schema TIMESTAMP = Timestamp.builder().optional().build();

    /** By identity: converters hand out the same schema again and again, and comparing deep ones costs. */
    private record Schemas(@Nullable Schema key, @Nullable Schema value) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Schemas schemas && schemas.key == key && schemas.value == value;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(key) + System.identityHashCode(value);
        }
    }

    /** The schemas that a topic's keys and values last had, for records without one or the other. */
    private static final class LastSchemas {
        private @Nullable Schema key;
        private @Nullable Schema value;
    }

    private final OutputFields fields;
    private final ValueLimit limit;
    private final RecordText text;
    private final SchemaCache<Schemas, RowSchema> known;
    private final Map<String, LastSchemas> lastOfTopic = new HashMap<>();
    private @Nullable Schemas lastSchemas;
    private @Nullable RowSchema lastSchema;

    RowShape(OutputFields fields, ValueLimit limit, RecordText text) {
        this.fields = fields;
        this.limit = limit;
        this.text = text;
        this.known = new SchemaCache<>(fields.named() ? this::namedSchema : this::onlySchema);
    }

    /** @throws DataException when the record is no row */
    RowSchema schemaOf(SinkRecord record) {
        Schemas schemas = schemasOf(record);
        if (lastSchema != null && schemas.equals(lastSchemas)) {
            return lastSchema;
        }
        RowSchema schema = known.get(schemas);
        lastSchemas = schemas;
        lastSchema = schema;
        return schema;
    }

    private Schemas schemasOf(SinkRecord record) {
        boolean keyMatters = fields.contains(OutputField.KEY);
        Schema key = keyMatters ? record.keySchema() : null;
        Schema value = record.valueSchema();
        boolean missing = (keyMatters && record.key() == null) || record.value() == null;
        if (!fields.named()) {
            return new Schemas(key, value);
        }
        LastSchemas last = lastOfTopic.get(record.topic());
        if (last == null) {
            last = new LastSchemas();
            lastOfTopic.put(record.topic(), last);
        }
        if (missing) {
            key = record.key() == null && last.key != null ? last.key : key;
            value = record.value() == null && last.value != null ? last.value : value;
        }
        if (record.key() != null && last.key != key) {
            last.key = key;
        }
        if (record.value() != null && last.value != value) {
            last.value = value;
        }
        return new Schemas(key, value);
    }

    private static Schema orText(@Nullable Schema schema) {
        return schema == null ? Schema.OPTIONAL_STRING_SCHEMA : schema;
    }

    private RowSchema onlySchema(Schemas schemas) {
        OutputField only = fields.only();
        Schema schema = schemaOf(only, schemas);
        if (schema.type() != Type.STRUCT) {
            return new RowSchema("", null, List.of(new Column(only.label(), schema)));
        }
        if (schema.fields().isEmpty()) {
            throw new DataException("a struct without fields has no columns");
        }
        return new RowSchema(
                schema.name() == null ? "" : schema.name(),
                schema.version(),
                schema.fields().stream()
                        .map(field -> new Column(field.name(), field.schema()))
                        .toList());
    }

    private RowSchema namedSchema(Schemas schemas) {
        List<Column> columns = new ArrayList<>();
        for (OutputField field : fields.fields()) {
            Schema schema = schemaOf(field, schemas);
            boolean mayBeMissing = field == OutputField.KEY || field == OutputField.VALUE || schema.isOptional();
            columns.add(new Column(field.label(), schema, mayBeMissing));
        }
        return new RowSchema("", schemas.value == null ? null : schemas.value.version(), columns);
    }

    private static Schema schemaOf(OutputField field, Schemas schemas) {
        return switch (field) {
            case KEY -> orText(schemas.key);
            case VALUE -> orText(schemas.value);
            case HEADERS -> HEADERS;
            case TOPIC -> Schema.STRING_SCHEMA;
            case PARTITION -> Schema.INT32_SCHEMA;
            case OFFSET, VALUE_SIZE -> Schema.INT64_SCHEMA;
            case TIMESTAMP -> TIMESTAMP;
            case OVERFLOW_FLAG -> Schema.BOOLEAN_SCHEMA;
        };
    }

    /**
     * The record's row, with a value for each column of its schema.
     *
     * @throws DataException when the record is no row
     */
    @Nullable
    Object[] rowOf(SinkRecord record, RecordOrigin origin) {
        Limited value = limit.apply(record);
        if (fields.named()) {
            @Nullable Object[] row = new Object[fields.fields().size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = valueOf(fields.fields().get(i), record, origin, value);
            }
            return row;
        }
        Object only = valueOf(fields.only(), record, origin, value);
        Schema schema = fields.only() == OutputField.KEY ? record.keySchema() : record.valueSchema();
        if (only instanceof Struct struct) {
            return columnsOf(struct);
        } else if (only == null && schema != null && schema.type() == Type.STRUCT) {
            throw new DataException("a " + fields.only().label() + " that is null is no row; set "
                    + OutputOptions.FORMAT_OUTPUT_FIELDS + " to several fields, or "
                    + OutputOptions.FORMAT_OUTPUT_ENVELOPE + " to true");
        }
        return new Object[] {only};
    }

    private static @Nullable Object[] columnsOf(Struct struct) {
        List<Field> columns = struct.schema().fields();
        @Nullable Object[] row = new Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = valueOf(struct, columns.get(i));
        }
        return row;
    }

    /** Null where the producer said null; the default only where null cannot be. */
    static @Nullable Object valueOf(Struct struct, Field field) {
        // By index where that is the same: by name it is looked up in a map.
        return field.schema().isOptional() && field.schema().defaultValue() != null
                ? struct.getWithoutDefault(field.name())
                : struct.get(field);
    }

    private @Nullable Object valueOf(OutputField field, SinkRecord record, RecordOrigin origin, Limited value) {
        return switch (field) {
            case KEY -> withSchema(record.keySchema(), record.key());
            case VALUE -> withSchema(record.valueSchema(), value.value());
            case HEADERS -> headersOf(record);
            case TOPIC -> origin.partition().topic();
            case PARTITION -> origin.partition().partition();
            case OFFSET -> origin.offset();
            case TIMESTAMP -> dateOf(record.timestamp());
            case OVERFLOW_FLAG -> value.overflow();
            case VALUE_SIZE -> value.size();
        };
    }

    @SuppressWarnings("JavaUtilDate") // Connect's own type for a timestamp
    private static @Nullable Date dateOf(@Nullable Long millis) {
        return millis == null ? null : new Date(millis);
    }

    private @Nullable Object withSchema(@Nullable Schema schema, @Nullable Object value) {
        return schema == null ? textOf(null, value) : value;
    }

    private @Nullable String textOf(@Nullable Schema schema, @Nullable Object value) {
        byte[] utf8 = text.utf8(schema, value);
        return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
    }

    private List<Struct> headersOf(SinkRecord record) {
        List<Struct> headers = new ArrayList<>(record.headers().size());
        for (Header header : record.headers()) {
            headers.add(
                    new Struct(HEADER).put("key", header.key()).put("value", textOf(header.schema(), header.value())));
        }
        return headers;
    }
}
