package dev.sluice.oss.format;

import static dev.sluice.oss.Records.TIME;
import static dev.sluice.oss.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.LogicalTypes;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.duckdb.DuckDBStruct;

/**
 * Whatever a row is like, somebody else's reader finds in the object what went in. Values are compared in one form: maps by
 * name, lists, and the text of everything else.
 */
class AnyRowsProperties {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private record Rows(Schema schema, List<Struct> values) {
        static Rows any(Random random) {
            AnyRows any = new AnyRows(random);
            Schema schema = any.schema();
            List<Struct> values = new ArrayList<>();
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                values.add(any.value(schema));
            }
            return new Rows(schema, values);
        }

        byte[] written(String format) {
            Written written = Written.with("format", format);
            for (int i = 0; i < values.size(); i++) {
                written.add(record("t", 0, i, null, null, schema, values.get(i), TIME));
            }
            return written.bytes();
        }

        List<Object> expected() {
            return values.stream().map(value -> form(schema, value)).toList();
        }
    }

    @Property(tries = 300)
    void avrosReaderFindsWhatWentIn(@ForAll Random random) throws Exception {
        Rows rows = Rows.any(random);

        assertThat(AvroFormatTest.read(rows.written("avro")).stream()
                        .map(row -> formOfAvro(row.getSchema(), row))
                        .toList())
                .isEqualTo(rows.expected());
    }

    @Property(tries = 60)
    void duckFindsInParquetWhatWentIn(@ForAll Random random) throws Exception {
        Rows rows = Rows.any(random);

        assertThat(duck(rows.written("parquet"))).isEqualTo(rows.expected());
    }

    private static List<Object> duck(byte[] object) throws Exception {
        Path file = Files.write(Files.createTempFile("rows", ".parquet"), object);
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select * from '" + file + "'")) {
            List<Object> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, Object> row = new TreeMap<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.put(result.getMetaData().getColumnName(i), formOfDuck(result.getObject(i)));
                }
                rows.add(row);
            }
            return rows;
        } finally {
            Files.delete(file);
        }
    }

    @SuppressWarnings("JavaUtilDate") // Connect's own type for dates and times
    private static Object form(Schema schema, Object value) {
        if (value == null) {
            return null;
        } else if (value instanceof Struct struct) {
            Map<String, Object> form = new TreeMap<>();
            for (Field field : schema.fields()) {
                form.put(field.name(), form(field.schema(), struct.getWithoutDefault(field.name())));
            }
            return form;
        } else if (value instanceof List<?> list) {
            List<Object> form = new ArrayList<>();
            list.forEach(one -> form.add(form(schema.valueSchema(), one)));
            return form;
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> form = new TreeMap<>();
            map.forEach((key, one) -> form.put((String) key, form(schema.valueSchema(), one)));
            return form;
        } else if (value instanceof java.util.Date date) {
            return switch (schema.name()) {
                case Date.LOGICAL_NAME -> day(date.getTime() / 86_400_000);
                case Time.LOGICAL_NAME -> time(date.getTime());
                default -> Instant.ofEpochMilli(date.getTime()).toString();
            };
        }
        return plain(value);
    }

    private static Object formOfAvro(org.apache.avro.Schema schema, Object value) {
        if (value == null) {
            return null;
        } else if (schema.isUnion()) {
            return formOfAvro(schema.getTypes().get(1), value);
        } else if (value instanceof GenericRecord row) {
            Map<String, Object> form = new TreeMap<>();
            schema.getFields()
                    .forEach(field -> form.put(field.name(), formOfAvro(field.schema(), row.get(field.pos()))));
            return form;
        } else if (value instanceof List<?> list) {
            List<Object> form = new ArrayList<>();
            list.forEach(one -> form.add(formOfAvro(schema.getElementType(), one)));
            return form;
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> form = new TreeMap<>();
            map.forEach((key, one) -> form.put(key.toString(), formOfAvro(schema.getValueType(), one)));
            return form;
        } else if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            return plain(new BigDecimal(new BigInteger(bytes((ByteBuffer) value)), decimal.getScale()));
        } else if (schema.getLogicalType() instanceof LogicalTypes.Date) {
            return day((Integer) value);
        } else if (schema.getLogicalType() instanceof LogicalTypes.TimeMillis) {
            return time((Integer) value);
        } else if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
            return Instant.ofEpochMilli((Long) value).toString();
        }
        return plain(value);
    }

    private static Object formOfDuck(Object value) throws Exception {
        if (value == null) {
            return null;
        } else if (value instanceof DuckDBStruct struct) {
            return formOfDuck(struct.getMap());
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> form = new TreeMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                form.put((String) entry.getKey(), formOfDuck(entry.getValue()));
            }
            return form;
        } else if (value instanceof Array array) {
            List<Object> form = new ArrayList<>();
            for (Object one : Arrays.asList((Object[]) array.getArray())) {
                form.add(formOfDuck(one));
            }
            return form;
        } else if (value instanceof Blob blob) {
            return plain(blob.getBytes(1, (int) blob.length()));
        } else if (value instanceof OffsetDateTime at) {
            return at.toInstant().toString();
        } else if (value instanceof OffsetTime at) {
            return at.toLocalTime().toString();
        }
        return plain(value);
    }

    private static String day(long days) {
        return LocalDate.ofEpochDay(days).toString();
    }

    private static String time(long millis) {
        return LocalTime.ofNanoOfDay(millis * NANOS_PER_MILLI).toString();
    }

    private static Object plain(Object value) {
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        } else if (value instanceof ByteBuffer buffer) {
            return plain(bytes(buffer));
        }
        return value.toString();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
