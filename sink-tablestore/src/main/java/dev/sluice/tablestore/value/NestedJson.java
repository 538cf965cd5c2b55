package dev.sluice.tablestore.value;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A nested value as JSON text. What is inside is written as its cell would be: logical types as text, bytes as base64. A
 * number that JSON does not have (NaN) is text; nulls stay.
 */
public final class NestedJson {
    private final String field;
    private final StringBuilder json = new StringBuilder();

    private NestedJson(String field) {
        this.field = field;
    }

    /**
     * Whether a cell cannot hold the value as it is.
     *
     * @param schema null when there is none
     * @param value may be null only in the question
     * @return true for structs, maps and lists
     */
    public static boolean isNested(@Nullable Schema schema, @Nullable Object value) {
        if (schema != null && value != null) {
            // Asked of each field of each record: the type is at hand, and a test for an interface is slow to say no.
            Schema.Type type = schema.type();
            return type == Schema.Type.MAP
                    || type == Schema.Type.ARRAY
                    || (type == Schema.Type.STRUCT && !DebeziumTypes.isDecimal(schema));
        }
        return value instanceof Map || value instanceof List || value instanceof Struct;
    }

    /**
     * @param field what messages call it
     * @param schema null when there is none
     * @param value may be null only in the question
     * @return JSON on one line
     */
    public static String of(String field, @Nullable Schema schema, Object value) {
        NestedJson text = new NestedJson(field);
        text.append(schema, value);
        return text.json.toString();
    }

    private void append(@Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            json.append("null");
        } else if (!isNested(schema, value)) {
            scalar(Cells.of(field, schema, value));
        } else if (value instanceof List<?> list) {
            list(schema == null ? null : schema.valueSchema(), list);
        } else if (value instanceof Map<?, ?> map) {
            map(schema, map);
        } else {
            struct((Struct) value);
        }
    }

    private void struct(Struct struct) {
        json.append('{');
        String separator = "";
        for (Field inner : struct.schema().fields()) {
            json.append(separator);
            quoted(inner.name());
            json.append(':');
            append(inner.schema(), FieldReader.valueOf(struct, inner));
            separator = ",";
        }
        json.append('}');
    }

    private void map(@Nullable Schema schema, Map<?, ?> map) {
        json.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.append(separator);
            quoted(name(schema == null ? null : schema.keySchema(), entry.getKey()));
            json.append(':');
            append(schema == null ? null : schema.valueSchema(), entry.getValue());
            separator = ",";
        }
        json.append('}');
    }

    private void list(@Nullable Schema elements, List<?> list) {
        json.append('[');
        String separator = "";
        for (Object element : list) {
            json.append(separator);
            append(elements, element);
            separator = ",";
        }
        json.append(']');
    }

    private String name(@Nullable Schema schema, @Nullable Object key) {
        if (key instanceof String text) {
            return text;
        } else if (key == null || NestedJson.isNested(schema, key)) {
            return key == null ? "null" : of(field, schema, key);
        }
        ColumnValue cell = Cells.of(field, schema, key);
        return switch (cell.getType()) {
            case BINARY -> Base64.getEncoder().encodeToString(cell.asBinary());
            default -> String.valueOf(cell.getValue());
        };
    }

    private void scalar(ColumnValue cell) {
        switch (cell.getType()) {
            case INTEGER -> json.append(cell.asLong());
            case BOOLEAN -> json.append(cell.asBoolean());
            case DOUBLE -> {
                double number = cell.asDouble();
                if (Double.isFinite(number)) {
                    json.append(number);
                } else {
                    quoted(Double.toString(number));
                }
            }
            case BINARY -> quoted(Base64.getEncoder().encodeToString(cell.asBinary()));
            default -> quoted(cell.asString());
        }
    }

    private void quoted(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u00").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
