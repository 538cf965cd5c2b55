package dev.sluice.oss.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.oss.format.RowSchema.Column;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Schema.Type;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/**
 * A row schema as an Avro schema: its JSON, and how each column is written. Both come from one walk, so they cannot differ.
 * What Avro does not allow in a name becomes an underscore, and the real name stands beside it.
 */
final class AvroSchema {
    private static final String REAL_NAME = "sluice.name";

    private record Named(Schema schema, AvroType type) {}

    private final JsonGenerator json;
    private final Map<String, Named> structs = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    private AvroSchema(JsonGenerator json) {
        this.json = json;
    }

    /**
     * What an object is written with.
     *
     * @param types one for each column
     */
    record Compiled(String json, List<AvroType> types) {}

    /** @throws DataException when there is no such Avro schema */
    static Compiled compile(RowSchema schema, JsonFactory factory) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = factory.createGenerator(text)) {
            List<AvroType> types = new AvroSchema(json).row(schema);
            json.flush();
            return new Compiled(text.toString(), types);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<AvroType> row(RowSchema schema) throws IOException {
        startRecord(free(fullName(schema.name().isEmpty() ? "Row" : schema.name()), names));
        Set<String> taken = new HashSet<>();
        List<AvroType> types = new ArrayList<>();
        for (Column column : schema.columns()) {
            types.add(field(column.name(), column.schema(), column.nullable(), taken));
        }
        endRecord();
        return types;
    }

    private AvroType field(String name, Schema schema, boolean nullable, Set<String> taken) throws IOException {
        String legal = free(legalName(name), taken);
        json.writeStartObject();
        json.writeStringField("name", legal);
        json.writeFieldName("type");
        AvroType type = type(name, schema, nullable);
        if (nullable) {
            json.writeNullField("default");
        }
        if (!legal.equals(name)) {
            // Without half surrogate pairs, which a generator refuses.
            json.writeStringField(REAL_NAME, new String(Utf8.encode(name), StandardCharsets.UTF_8));
        }
        json.writeEndObject();
        return type;
    }

    private AvroType type(String field, Schema schema, boolean nullable) throws IOException {
        if (!nullable) {
            return type(field, schema);
        }
        json.writeStartArray();
        json.writeString("null");
        AvroType type = AvroType.nullable(type(field, schema));
        json.writeEndArray();
        return type;
    }

    private AvroType type(String field, Schema schema) throws IOException {
        DebeziumTypes debezium = DebeziumTypes.of(schema);
        if (debezium != null) {
            return type(field, debezium);
        }
        String logical = schema.name() == null ? "" : schema.name();
        return switch (schema.type()) {
            case INT8, INT16 -> integer(field, "int");
            case INT32 ->
                switch (logical) {
                    case Date.LOGICAL_NAME -> {
                        writeLogical("int", "date");
                        yield AvroType.of(field, RowValues::days, (days, into) -> AvroBinary.writeLong(days, into));
                    }
                    case Time.LOGICAL_NAME -> {
                        writeLogical("int", "time-millis");
                        yield AvroType.of(field, RowValues::millis, AvroBinary::writeLong);
                    }
                    default -> integer(field, "int");
                };
            case INT64 -> {
                if (logical.equals(Timestamp.LOGICAL_NAME)) {
                    writeLogical("long", "timestamp-millis");
                    yield AvroType.of(field, RowValues::millis, AvroBinary::writeLong);
                }
                yield integer(field, "long");
            }
            case FLOAT32 -> {
                json.writeString("float");
                yield AvroType.of(field, Float.class::cast, AvroBinary::writeFloat);
            }
            case FLOAT64 -> {
                json.writeString("double");
                yield AvroType.of(field, Double.class::cast, AvroBinary::writeDouble);
            }
            case BOOLEAN -> {
                json.writeString("boolean");
                yield AvroType.of(field, Boolean.class::cast, (value, into) -> into.write(value ? 1 : 0));
            }
            case STRING -> {
                json.writeString("string");
                yield AvroType.of(field, String.class::cast, AvroBinary::writeString);
            }
            case BYTES -> RowValues.isDecimal(schema) ? decimal(field, schema) : bytes(field);
            case ARRAY -> {
                json.writeStartObject();
                json.writeStringField("type", "array");
                json.writeFieldName("items");
                Schema element = schema.valueSchema();
                AvroType type = AvroType.array(field, type(field, element, element.isOptional()));
                json.writeEndObject();
                yield type;
            }
            case MAP -> map(field, schema);
            case STRUCT -> struct(field, schema);
        };
    }

    private AvroType type(String field, DebeziumTypes debezium) throws IOException {
        switch (debezium) {
            case DATE -> writeLogical("int", "date");
            case TIME_MILLIS -> writeLogical("int", "time-millis");
            case TIME_MICROS -> writeLogical("long", "time-micros");
            case TIME_NANOS -> json.writeString("long");
            case TIMESTAMP_MILLIS -> writeLogical("long", "timestamp-millis");
            case TIMESTAMP_MICROS -> writeLogical("long", "timestamp-micros");
            case TIMESTAMP_NANOS -> writeLogical("long", "timestamp-nanos");
            case DECIMAL -> {
                json.writeString("string");
                return AvroType.of(
                        field,
                        DebeziumTypes::decimal,
                        (decimal, into) -> AvroBinary.writeString(decimal.toString(), into));
            }
        }
        return AvroType.of(field, Number.class::cast, (value, into) -> AvroBinary.writeLong(value.longValue(), into));
    }

    private AvroType integer(String field, String type) throws IOException {
        json.writeString(type);
        return AvroType.of(field, Number.class::cast, (value, into) -> AvroBinary.writeLong(value.longValue(), into));
    }

    private void writeLogical(String type, String logical) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeStringField("logicalType", logical);
        json.writeEndObject();
    }

    private AvroType bytes(String field) throws IOException {
        json.writeString("bytes");
        return AvroType.of(field, RowValues::bytes, AvroBinary::writeBytes);
    }

    private AvroType decimal(String field, Schema schema) throws IOException {
        int scale = RowValues.scaleOf(schema);
        int precision = RowValues.precisionOf(schema);
        json.writeStartObject();
        json.writeStringField("type", "bytes");
        json.writeStringField("logicalType", "decimal");
        json.writeNumberField("precision", precision);
        json.writeNumberField("scale", scale);
        json.writeEndObject();
        return AvroType.of(field, value -> RowValues.unscaled(value, precision, scale), AvroBinary::writeBytes);
    }

    /** A map of strings; with other keys a list of entries, because Avro has no map for them. */
    private AvroType map(String field, Schema schema) throws IOException {
        Schema keys = schema.keySchema();
        Schema values = schema.valueSchema();
        boolean ofStrings = keys.type() == Type.STRING && !keys.isOptional();
        json.writeStartObject();
        json.writeStringField("type", ofStrings ? "map" : "array");
        AvroType type;
        if (ofStrings) {
            json.writeFieldName("values");
            AvroType key = AvroType.of(field, String.class::cast, AvroBinary::writeString);
            type = AvroType.map(field, key, type(field, values, values.isOptional()));
        } else {
            json.writeFieldName("items");
            startRecord(free(fullName(field + "Entry"), names));
            Set<String> taken = new HashSet<>();
            AvroType key = field("key", keys, keys.isOptional(), taken);
            type = AvroType.map(field, key, field("value", values, values.isOptional(), taken));
            endRecord();
        }
        json.writeEndObject();
        return type;
    }

    private AvroType struct(String field, Schema schema) throws IOException {
        String wanted = fullName(schema.name() == null ? field : schema.name());
        Named before = structs.get(wanted);
        if (before != null && before.schema().equals(schema)) {
            json.writeString(wanted);
            return before.type();
        }
        String name = free(wanted, names);
        List<AvroType> types = new ArrayList<>();
        AvroType type = AvroType.struct(field, schema.fields(), types);
        structs.put(name, new Named(schema, type));
        startRecord(name);
        Set<String> taken = new HashSet<>();
        for (Field inner : schema.fields()) {
            types.add(field(inner.name(), inner.schema(), inner.schema().isOptional(), taken));
        }
        endRecord();
        return type;
    }

    private void startRecord(String name) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "record");
        json.writeStringField("name", name);
        json.writeArrayFieldStart("fields");
    }

    private void endRecord() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The name, or the name with a number when another has it. */
    private static String free(String name, Set<String> taken) {
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            free = name + "_" + i;
        }
        taken.add(free);
        return free;
    }

    private static String fullName(String name) {
        StringBuilder full = new StringBuilder();
        for (String part : name.split("\\.")) {
            full.append(full.isEmpty() ? "" : ".").append(legalName(part));
        }
        return full.isEmpty() ? "_" : full.toString();
    }

    private static String legalName(String name) {
        String legal = name.replaceAll("[^A-Za-z0-9_]", "_");
        return legal.isEmpty() || Character.isDigit(legal.charAt(0)) ? "_" + legal : legal;
    }
}
