package dev.sluice.oss.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.oss.format.FormatOptions.JsonLayout;
import dev.sluice.oss.format.FramedEncoder.Frame;
import dev.sluice.oss.format.ValueOptions.Binary;
import dev.sluice.oss.format.ValueOptions.Overflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * One JSON array; each record is an element with key, offset, overflowFlag, partition, timestamp, topic, value and
 * valueSize, in this order. Topic, partition and offset are those of the record in Kafka, before any transform: they name
 * it, so a reader can find it again and tell whether it was stored twice. An object is JSON only when it is finished.
 */
public final class JsonArrayFormat implements RecordFormat, RecordWriter {
    private final ValueOptions values;
    private final RecordText text;
    private final StreamCodec codec;
    /** One record at a time, so a record that cannot be written never touches an object. */
    private final ByteSink scratch = new ByteSink();

    private final JsonGenerator json;

    /**
     * Plain objects.
     *
     * @param valueMaxBytes longest value that is stored whole; 0 when any is
     */
    public JsonArrayFormat(JsonLayout layout, int valueMaxBytes) {
        this(
                layout,
                new ValueOptions(valueMaxBytes, Overflow.TRUNCATE, Binary.AUTO),
                StreamCodec.of(Compression.NONE),
                Formats.jsonFactory());
    }

    JsonArrayFormat(JsonLayout layout, ValueOptions values, StreamCodec codec, JsonFactory factory) {
        this.values = values;
        this.codec = codec;
        this.text = new RecordText(factory, values.binary() != Binary.BASE64, values.binary() == Binary.UTF8);
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
        return ".json" + codec.suffix();
    }

    @Override
    public String contentType() {
        return codec.mediaType("application/json");
    }

    @Override
    public ObjectEncoder open(ObjectOutput output, Lane lane) {
        return new FramedEncoder(this, Frame.JSON_ARRAY, codec.open(output));
    }

    @Override
    public ByteSink write(SinkRecord record, RecordOrigin origin) {
        writeEnvelope(record, origin);
        return scratch;
    }

    private void writeEnvelope(SinkRecord record, RecordOrigin origin) {
        // Both before the generator sees anything, because either may fail.
        byte[] key = text.utf8(record.keySchema(), record.key());
        StoredApart apart = record.value() instanceof StoredApart stored ? stored : null;
        byte[] value = apart == null ? text.utf8(record.valueSchema(), record.value()) : Utf8.encode(apart.key());
        boolean tooLong = value != null && values.maxBytes() > 0 && value.length > values.maxBytes();
        boolean overflow = apart != null || tooLong;
        boolean omitted = tooLong && values.overflow() == Overflow.OMIT;
        scratch.clear();
        try {
            json.writeStartObject();
            writeText("key", key, key == null ? 0 : key.length);
            json.writeNumberField("offset", origin.offset());
            json.writeBooleanField("overflowFlag", overflow);
            json.writeNumberField("partition", origin.partition().partition());
            Long timestamp = record.timestamp();
            if (timestamp == null) {
                json.writeNullField("timestamp");
            } else {
                json.writeNumberField("timestamp", timestamp);
            }
            json.writeStringField("topic", origin.partition().topic());
            writeText("value", omitted ? null : value, value == null ? 0 : tooLong ? cut(value) : value.length);
            json.writeNumberField(
                    "valueSize", apart == null ? RecordText.sizeOf(record.value(), value) : apart.content().length);
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

    private int cut(byte[] utf8) {
        return Utf8.prefix(utf8, values.maxBytes());
    }
}
