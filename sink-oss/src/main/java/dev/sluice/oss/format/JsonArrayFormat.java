package dev.sluice.oss.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.oss.format.FormatOptions.JsonLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * One JSON array; each record is an element with key, offset, overflowFlag, partition, timestamp, topic, value and
 * valueSize, in this order. Topic, partition and offset are those of the record in Kafka, before any transform: they name
 * it, so a reader can find it again and tell whether it was stored twice. An object is JSON only when it is finished.
 */
public final class JsonArrayFormat implements RecordFormat {
    private static final byte[] START = bytes("[\n");
    private static final byte[] BETWEEN = bytes(",\n");
    private static final byte[] END = bytes("\n]");

    private final int valueMaxBytes;
    private final RecordText text;
    /** One record at a time, so a record that cannot be written never touches an object. */
    private final ByteSink scratch = new ByteSink();

    private final JsonGenerator json;

    /** @param valueMaxBytes longest value that is stored whole; 0 when any is */
    public JsonArrayFormat(JsonLayout layout, int valueMaxBytes) {
        this.valueMaxBytes = valueMaxBytes;
        // Its own pool of buffers: the usual one hangs on the thread and outlives the task.
        JsonFactory factory = new JsonFactoryBuilder()
                .rootValueSeparator((String) null)
                .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                .build();
        this.text = new RecordText(factory);
        try {
            this.json = factory.createGenerator(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (layout == JsonLayout.PRETTY) {
            json.setPrettyPrinter(new EnvelopePrinter());
        }
    }

    @Override
    public String extension() {
        return ".json";
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public ObjectEncoder open(ObjectOutput output) {
        return new Encoder(output);
    }

    private final class Encoder implements ObjectEncoder {
        private final ObjectOutput output;
        private boolean empty = true;

        Encoder(ObjectOutput output) {
            this.output = output;
        }

        @Override
        public void encode(SinkRecord record, RecordOrigin origin) {
            writeEnvelope(record, origin);
            output.append(empty ? START : BETWEEN);
            scratch.appendTo(output);
            empty = false;
        }

        @Override
        public void finish() {
            output.append(empty ? bytes("[]") : END);
        }
    }

    private void writeEnvelope(SinkRecord record, RecordOrigin origin) {
        // Both before the generator sees anything, because either may fail.
        byte[] key = text.utf8(record.keySchema(), record.key());
        byte[] value = text.utf8(record.valueSchema(), record.value());
        int stored = value == null ? 0 : valueMaxBytes == 0 ? value.length : Utf8.prefix(value, valueMaxBytes);
        scratch.clear();
        try {
            json.writeStartObject();
            writeText("key", key, key == null ? 0 : key.length);
            json.writeNumberField("offset", origin.offset());
            json.writeBooleanField("overflowFlag", value != null && stored < value.length);
            json.writeNumberField("partition", origin.partition().partition());
            Long timestamp = record.timestamp();
            if (timestamp == null) {
                json.writeNullField("timestamp");
            } else {
                json.writeNumberField("timestamp", timestamp);
            }
            json.writeStringField("topic", origin.partition().topic());
            writeText("value", value, stored);
            json.writeNumberField("valueSize", RecordText.sizeOf(record.value(), value));
            json.writeEndObject();
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeText(String field, byte @Nullable [] utf8, int length) throws IOException {
        if (utf8 == null) {
            json.writeNullField(field);
        } else {
            json.writeFieldName(field);
            json.writeUTF8String(utf8, 0, length);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
