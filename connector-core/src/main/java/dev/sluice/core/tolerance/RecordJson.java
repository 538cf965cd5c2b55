package dev.sluice.core.tolerance;

import dev.sluice.core.mapping.ConnectValues;
import dev.sluice.core.mapping.ConnectVisitor;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A Connect value as JSON without its schema. Bytes inside are base64, decimals and times are text, a number that JSON does
 * not have (NaN) is text, and a map is an object whose names are its keys as text.
 */
final class RecordJson implements ConnectVisitor<StringBuilder> {
    private final StringBuilder json;

    private RecordJson(StringBuilder json) {
        this.json = json;
    }

    /**
     * Null stays null, and bytes stay as they are.
     *
     * @throws org.apache.kafka.connect.errors.DataException when it holds something that Connect does not know
     */
    static byte @Nullable [] encode(@Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        } else if (value instanceof byte[] bytes) {
            return bytes;
        } else if (value instanceof ByteBuffer buffer) {
            return toBytes(buffer);
        }
        RecordJson json = new RecordJson(new StringBuilder());
        return ConnectValues.visit(schema, value, json).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] toBytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private StringBuilder quoted(String text) {
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
        return json.append('"');
    }

    @Override
    public StringBuilder onNull() {
        return json.append("null");
    }

    @Override
    public StringBuilder onBoolean(boolean value) {
        return json.append(value);
    }

    @Override
    public StringBuilder onInteger(long value) {
        return json.append(value);
    }

    @Override
    public StringBuilder onFloat32(float value) {
        return Float.isFinite(value) ? json.append(value) : quoted(Float.toString(value));
    }

    @Override
    public StringBuilder onFloat64(double value) {
        return Double.isFinite(value) ? json.append(value) : quoted(Double.toString(value));
    }

    @Override
    public StringBuilder onString(String value) {
        return quoted(value);
    }

    @Override
    public StringBuilder onBytes(ByteBuffer value) {
        return quoted(Base64.getEncoder().encodeToString(toBytes(value)));
    }

    @Override
    public StringBuilder onDecimal(BigDecimal value) {
        return quoted(value.toPlainString());
    }

    @Override
    public StringBuilder onDate(LocalDate value) {
        return quoted(value.toString());
    }

    @Override
    public StringBuilder onTime(LocalTime value) {
        return quoted(value.toString());
    }

    @Override
    public StringBuilder onTimestamp(Instant value) {
        return quoted(value.toString());
    }

    @Override
    public StringBuilder onList(@Nullable Schema elementSchema, List<?> value) {
        json.append('[');
        String separator = "";
        for (Object element : value) {
            json.append(separator);
            ConnectValues.visit(elementSchema, element, this);
            separator = ",";
        }
        return json.append(']');
    }

    @Override
    public StringBuilder onMap(@Nullable Schema keySchema, @Nullable Schema valueSchema, Map<?, ?> value) {
        json.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : value.entrySet()) {
            json.append(separator);
            quoted(name(keySchema, entry.getKey())).append(':');
            ConnectValues.visit(valueSchema, entry.getValue(), this);
            separator = ",";
        }
        return json.append('}');
    }

    private static String name(@Nullable Schema schema, @Nullable Object key) {
        return key instanceof String text
                ? text
                : ConnectValues.visit(schema, key, new RecordJson(new StringBuilder()))
                        .toString();
    }

    @Override
    public StringBuilder onStruct(Struct value) {
        json.append('{');
        String separator = "";
        for (Field field : value.schema().fields()) {
            json.append(separator);
            quoted(field.name()).append(':');
            ConnectValues.visit(field.schema(), value.get(field), this);
            separator = ",";
        }
        return json.append('}');
    }
}
