package dev.sluice.oss;

import dev.sluice.core.mapping.ConnectValues;
import dev.sluice.core.mapping.ConnectVisitor;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A place in a record: {@code a.b} or {@code value:a.b} in its value, {@code key} or {@code key:a.b} in its key,
 * {@code header:name} in its headers (the last one of that name).
 *
 * @param path names from the outside in, joined by dots; empty for the whole. A field whose name has a dot is found too.
 */
record FieldPath(Source source, String path) {

    enum Source {
        KEY,
        VALUE,
        HEADER
    }

    private record Found(@Nullable Schema schema, @Nullable Object value) {}

    /** @throws IllegalArgumentException when the text is no path, with the reason */
    static FieldPath parse(String text) {
        String trimmed = text.trim();
        if (trimmed.equals("key")) {
            return new FieldPath(Source.KEY, "");
        }
        FieldPath path = trimmed.startsWith("key:")
                ? new FieldPath(Source.KEY, trimmed.substring("key:".length()))
                : trimmed.startsWith("header:")
                        ? new FieldPath(Source.HEADER, trimmed.substring("header:".length()))
                        : new FieldPath(
                                Source.VALUE,
                                trimmed.startsWith("value:") ? trimmed.substring("value:".length()) : trimmed);
        if (path.path.isBlank() || path.path.startsWith(".") || path.path.endsWith(".")) {
            throw new IllegalArgumentException(
                    "must be the name of a field such as country or address.city, key, key:name, or header:name");
        }
        return path;
    }

    /** What a directory of this field is called. */
    String name() {
        return path.isEmpty() ? "key" : path;
    }

    /**
     * The value at this place, as text.
     *
     * @throws DataException when it is missing, null, or no text, number, boolean, date or time; names the place only
     */
    String text(SinkRecord record) {
        return read(record, AS_TEXT);
    }

    /** @throws DataException as for {@link #text}, or from the visitor */
    <R> R read(SinkRecord record, ConnectVisitor<R> visitor) {
        Found found = find(record);
        if (found == null || found.value == null) {
            throw new DataException("the record has no " + this + ", which names its object");
        }
        try {
            return ConnectValues.visit(found.schema, found.value, visitor);
        } catch (DataException e) {
            throw new DataException(this + " cannot name an object: " + e.getMessage(), e);
        }
    }

    private @Nullable Found find(SinkRecord record) {
        if (source == Source.HEADER) {
            Header header = record.headers().lastWithName(path);
            return header == null ? null : new Found(header.schema(), header.value());
        }
        return source == Source.KEY
                ? step(new Found(record.keySchema(), record.key()), path)
                : step(new Found(record.valueSchema(), record.value()), path);
    }

    private static @Nullable Found step(Found from, String path) {
        if (path.isEmpty()) {
            return from;
        }
        Found whole = child(from, path);
        if (whole != null) {
            return whole;
        }
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            Found outer = child(from, path.substring(0, dot));
            Found inner = outer == null ? null : step(outer, path.substring(dot + 1));
            if (inner != null) {
                return inner;
            }
        }
        return null;
    }

    private static @Nullable Found child(Found from, String name) {
        if (from.value instanceof Struct struct) {
            Field field = struct.schema().field(name);
            return field == null ? null : new Found(field.schema(), struct.get(field));
        } else if (from.value instanceof Map<?, ?> map && map.containsKey(name)) {
            return new Found(from.schema == null ? null : from.schema.valueSchema(), map.get(name));
        }
        return null;
    }

    /** As it is written in a config. */
    @Override
    public String toString() {
        return switch (source) {
            case KEY -> path.isEmpty() ? "key" : "key:" + path;
            case HEADER -> "header:" + path;
            case VALUE -> "field " + path;
        };
    }

    private static final ConnectVisitor<String> AS_TEXT = new ConnectVisitor<>() {
        @Override
        public String onNull() {
            throw new DataException("it is null");
        }

        @Override
        public String onBoolean(boolean value) {
            return Boolean.toString(value);
        }

        @Override
        public String onInteger(long value) {
            return Long.toString(value);
        }

        @Override
        public String onFloat32(float value) {
            return Float.toString(value);
        }

        @Override
        public String onFloat64(double value) {
            return Double.toString(value);
        }

        @Override
        public String onString(String value) {
            return value;
        }

        @Override
        public String onBytes(ByteBuffer value) {
            throw notText("bytes");
        }

        @Override
        public String onDecimal(BigDecimal value) {
            // The scale of a hostile decimal may be two thousand million.
            return value.toString();
        }

        @Override
        public String onDate(LocalDate value) {
            return value.toString();
        }

        @Override
        public String onTime(LocalTime value) {
            return value.toString();
        }

        @Override
        public String onTimestamp(Instant value) {
            return value.toString();
        }

        @Override
        public String onList(@Nullable Schema elementSchema, List<?> value) {
            throw notText("a list");
        }

        @Override
        public String onMap(@Nullable Schema keySchema, @Nullable Schema valueSchema, Map<?, ?> value) {
            throw notText("a map");
        }

        @Override
        public String onStruct(Struct value) {
            throw notText("a struct");
        }
    };

    private static DataException notText(String type) {
        return new DataException("it is " + type);
    }
}
