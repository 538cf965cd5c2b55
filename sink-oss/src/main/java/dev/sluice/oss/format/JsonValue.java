package dev.sluice.oss.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.core.mapping.ConnectValues;
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
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Connect value as JSON: bytes as base64 or text, a decimal as a number with all its digits, dates and times as ISO-8601,
 * NaN and infinity as strings.
 */
final class JsonValue {
    /** Few enough for any thread's stack: a record must never end the task with a StackOverflowError. */
    private static final int MAX_DEPTH = 256;

    private final JsonGenerator json;
    private final boolean binaryAsUtf8;
    private final Writer writer = new Writer();
    private int depth;

    /** @param binaryAsUtf8 bytes as the text that they hold, and not as base64 */
    JsonValue(JsonGenerator json, boolean binaryAsUtf8) {
        this.json = json;
        this.binaryAsUtf8 = binaryAsUtf8;
    }

    /** @throws DataException when there is no JSON for it */
    void write(@Nullable Schema schema, @Nullable Object value) throws IOException {
        if (depth == MAX_DEPTH) {
            throw new DataException("the value is nested more than " + MAX_DEPTH + " levels deep");
        }
        depth++;
        try {
            DebeziumTypes.visit(schema, value, writer);
        } catch (CarriedException e) {
            throw e.carried;
        } finally {
            depth--;
        }
    }

    /** Takes an IOException through the visitor, which has none. */
    private static final class CarriedException extends RuntimeException {
        final transient IOException carried;

        CarriedException(IOException carried) {
            super(carried);
            this.carried = carried;
        }
    }

    private final class Writer implements ConnectVisitor<Boolean> {

        @Override
        public Boolean onNull() {
            try {
                json.writeNull();
                return true;
            } catch (IOException e) {
                throw new CarriedException(e);
            }
        }

        @Override
        public Boolean onBoolean(boolean value) {
            try {
                json.writeBoolean(value);
                return true;
            } catch (IOException e) {
                throw new CarriedException(e);
            }
        }

        @Override
        public Boolean onInteger(long value) {
            try {
                json.writeNumber(value);
                return true;
            } catch (IOException e) {
                throw new CarriedException(e);
            }
        }

        @Override
        public Boolean onFloat32(float value) {
            try {
                json.writeNumber(value);
                return true;
            } catch (IOException e) {
                throw new CarriedException(e);
            }
        }

        @Override
        public Boolean onFloat64(double value) {
            try {
                json.writeNumber(value);
                return true;
            } catch (IOException e) {
                throw new CarriedException(e);
            }
        }

        @Override
        public Boolean onString(String value) {
            byte[] utf8 = Utf8.encode(value);
            try {
                json.writeUTF8String(utf8, 0, utf8.length);
                return true;
            } catch (IOException e) {
                throw new CarriedException(e);
            }
        }

        @Override
        public Boolean onBytes(ByteBuffer value) {
            byte[] bytes = new byte[value.remaining()];
            value.get(bytes);
            if (binaryAsUtf8) {
                byte[] utf8 = Utf8.repaired(bytes);
                try {
                    json.writeUTF8String(utf8, 0, utf8.length);
                    return true;
                } catch (IOException e) {
                    throw new CarriedException(e);
                }
            }
            try {
                json.writeBinary(bytes);
                return true;
            } catch (IOException e) {
                throw new CarriedException(e);
            }
        }

        @Override
        public Boolean onDecimal(BigDecimal value) {
            try {
                json.writeNumber(value);
                return true;
            } catch (IOException e) {
                throw new CarriedException(e);
            }
        }

        @Override
        public Boolean onDate(LocalDate value) {
            try {
                json.writeString(value.toString());
                return true;
            } catch (IOException e) {
                throw new CarriedException(e);
            }
        }

        @Override
        public Boolean onTime(LocalTime value) {
            try {
                json.writeString(value.toString());
                return true;
            } catch (IOException e) {
                throw new CarriedException(e);
            }
        }

        @Override
        public Boolean onTimestamp(Instant value) {
            try {
                json.writeString(value.toString());
                return true;
            } catch (IOException e) {
                throw new CarriedException(e);
            }
        }

        @Override
        public Boolean onList(@Nullable Schema elementSchema, List<?> value) {
            try {
                json.writeStartArray();
                for (Object element : value) {
                    write(elementSchema, element);
                }
                json.writeEndArray();
                return true;
            } catch (IOException e) {
                throw new CarriedException(e);
            }
        }

        @Override
        public Boolean onMap(@Nullable Schema keySchema, @Nullable Schema valueSchema, Map<?, ?> value) {
            try {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : value.entrySet()) {
                    json.writeFieldName(nameOf(keySchema, entry.getKey()));
                    write(valueSchema, entry.getValue());
                }
                json.writeEndObject();
                return true;
            } catch (IOException e) {
                throw new CarriedException(e);
            }
        }

        @Override
        public Boolean onStruct(Struct value) {
            try {
                json.writeStartObject();
                for (Field field : value.schema().fields()) {
                    json.writeFieldName(field.name());
                    // Not the default: the producer said null. By index where there is none.
                    write(
                            field.schema(),
                            field.schema().defaultValue() == null
                                    ? value.get(field)
                                    : value.getWithoutDefault(field.name()));
                }
                json.writeEndObject();
                return true;
            } catch (IOException e) {
                throw new CarriedException(e);
            }
        }

        private String nameOf(@Nullable Schema schema, @Nullable Object key) {
            if (key instanceof String || key instanceof Number || key instanceof Boolean) {
                return key.toString();
            } else if (key instanceof byte[] bytes) {
                return Base64.getEncoder().encodeToString(bytes);
            }
            throw new DataException("a map with a key of type " + ConnectValues.typeName(schema, key)
                    + " has no JSON; keys must be strings, numbers or booleans");
        }
    }
}
