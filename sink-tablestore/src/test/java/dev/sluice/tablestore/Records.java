package dev.sluice.tablestore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records for tests. */
public final class Records {
    private Records() {}

    /** A record of topic test, partition 0, without a key. */
    public static SinkRecord value(long offset, Schema schema, Object value) {
        return new SinkRecord("test", 0, null, null, schema, value, offset);
    }

    public static SinkRecord value(long offset, Struct value) {
        return value(offset, value.schema(), value);
    }

    public static SinkRecord keyed(long offset, Schema keySchema, Object key, Schema schema, Object value) {
        return new SinkRecord("test", 0, keySchema, key, schema, value, offset);
    }

    /** A message of the documentation, through the converter that a worker would use. */
    public static SinkRecord seed(String name, long offset) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "true"), false);
            SchemaAndValue read = converter.toConnectData("test", text("seed/" + name));
            return value(offset, read.schema(), read.value());
        }
    }

    /** A message without schema, through the converter that a worker would use. */
    public static SinkRecord json(long offset, String json) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false"), false);
            SchemaAndValue read = converter.toConnectData("test", json.getBytes(StandardCharsets.UTF_8));
            return value(offset, read.schema(), read.value());
        }
    }

    static byte[] text(String resource) {
        try (InputStream in = Records.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
