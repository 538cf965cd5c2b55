package dev.sluice.oss.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.core.mapping.ConnectVisitor;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A record's key or value as text: a string as it is, bytes as the UTF-8 that they hold or as base64, a number, boolean, date or time
 * as it is written, and everything with parts as JSON. One task thread.
 */
final class RecordText {
    private final JsonFactory json;
    private final boolean topAsUtf8;
    private final boolean nestedAsUtf8;
    private final ByteSink scratch = new ByteSink();
    private final ByteSink digits = new ByteSink();

    /**
     * @param topAsUtf8 whether bytes are the text that they hold, and not base64
     * @param nestedAsUtf8 the same for bytes inside a struct, map or list
     */
    RecordText(JsonFactory json, boolean topAsUtf8, boolean nestedAsUtf8) {
        this.json = json;
        this.topAsUtf8 = topAsUtf8;
        this.nestedAsUtf8 = nestedAsUtf8;
    }

    /**
     * The text as UTF-8, null for null.
     *
     * @throws DataException when the value has no text
     */
    byte @Nullable [] utf8(@Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        // The two that are most common, by a shorter way.
        if (value instanceof String string) {
            return Utf8.encode(string);
        } else if (value instanceof Long number && isPlain(schema)) {
            return integer(number);
        }
        if (value instanceof byte[] bytes) {
            return textOf(bytes);
        }
        return DebeziumTypes.visit(schema, value, new Plain(schema));
    }

    /** Whether a number of this schema stands for nothing else. */
    static boolean isPlain(@Nullable Schema schema) {
        return schema == null || schema.name() == null;
    }

    /** Bytes of the value before anything was repaired or cut. */
    static long sizeOf(@Nullable Object value, byte @Nullable [] utf8) {
        if (value instanceof byte[] bytes) {
            return bytes.length;
        } else if (value instanceof ByteBuffer bytes) {
            return bytes.remaining();
        }
        return utf8 == null ? 0 : utf8.length;
    }

    private byte[] integer(long value) {
        digits.clear();
        digits.writeDecimal(value);
        return digits.toByteArray();
    }

    private byte[] textOf(byte[] bytes) {
        return topAsUtf8 ? Utf8.repaired(bytes) : Base64.getEncoder().encode(bytes);
    }

    private byte[] json(@Nullable Schema schema, Object value) {
        scratch.clear();
        try (JsonGenerator generator = json.createGenerator(scratch)) {
            new JsonValue(generator, nestedAsUtf8).write(schema, value);
        } catch (IOException e) {
            // There is no I/O here: only what the generator refuses.
            throw new DataException(
                    "the value cannot be written as JSON: " + e.getClass().getSimpleName(), e);
        }
        return scratch.toByteArray();
    }

    private final class Plain implements ConnectVisitor<byte[]> {
        private final @Nullable Schema schema;

        Plain(@Nullable Schema schema) {
            this.schema = schema;
        }

        @Override
        public byte[] onNull() {
            throw new IllegalStateException("null has no text");
        }

        @Override
        public byte[] onBoolean(boolean value) {
            return Utf8.ascii(Boolean.toString(value));
        }

        @Override
        public byte[] onInteger(long value) {
            return integer(value);
        }

        @Override
        public byte[] onFloat32(float value) {
            return Utf8.ascii(Float.toString(value));
        }

        @Override
        public byte[] onFloat64(double value) {
            return Utf8.ascii(Double.toString(value));
        }

        @Override
        public byte[] onString(String value) {
            return Utf8.encode(value);
        }

        @Override
        public byte[] onBytes(ByteBuffer value) {
            byte[] bytes = new byte[value.remaining()];
            value.get(bytes);
            return textOf(bytes);
        }

        @Override
        public byte[] onDecimal(BigDecimal value) {
            return Utf8.ascii(value.toString());
        }

        @Override
        public byte[] onDate(LocalDate value) {
            return Utf8.ascii(value.toString());
        }

        @Override
        public byte[] onTime(LocalTime value) {
            return Utf8.ascii(value.toString());
        }

        @Override
        public byte[] onTimestamp(Instant value) {
            return Utf8.ascii(value.toString());
        }

        @Override
        public byte[] onList(@Nullable Schema elementSchema, List<?> value) {
            return json(schema, value);
        }

        @Override
        public byte[] onMap(@Nullable Schema keySchema, @Nullable Schema valueSchema, Map<?, ?> value) {
            return json(schema, value);
        }

        @Override
        public byte[] onStruct(Struct value) {
            return json(schema, value);
        }
    }
}
