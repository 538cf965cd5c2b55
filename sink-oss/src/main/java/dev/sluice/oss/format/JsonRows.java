package dev.sluice.oss.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.oss.format.ValueLimit.Limited;
import java.io.IOException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Each record as JSON on one line: its fields under their names, or the one field alone. */
final class JsonRows implements RecordWriter {
    private final JsonFactory factory;
    private final OutputFields fields;
    private final ValueLimit limit;
    private final boolean binaryAsUtf8;
    private final byte[] lineEnd;
    private final ByteSink line = new ByteSink();
    /** Null after a failure: a generator that stopped in the middle of a record is of no more use. */
    private @Nullable JsonGenerator json;

    /** @param lineEnd put after each record */
    JsonRows(JsonFactory factory, OutputFields fields, ValueLimit limit, boolean binaryAsUtf8, String lineEnd) {
        this.factory = factory;
        this.fields = fields;
        this.limit = limit;
        this.binaryAsUtf8 = binaryAsUtf8;
        this.lineEnd = Utf8.encode(lineEnd);
    }

    @Override
    public ByteSink write(SinkRecord record, RecordOrigin origin) {
        Limited value = limit.apply(record);
        line.clear();
        boolean written = false;
        try {
            JsonGenerator generator = json;
            if (generator == null) {
                generator = factory.createGenerator(line);
                json = generator;
            }
            JsonValue values = new JsonValue(generator, binaryAsUtf8);
            if (fields.named()) {
                generator.writeStartObject();
                for (OutputField field : fields.fields()) {
                    generator.writeFieldName(field.label());
                    write(field, record, origin, value, generator, values);
                }
                generator.writeEndObject();
            } else {
                write(fields.only(), record, origin, value, generator, values);
            }
            generator.flush();
            written = true;
        } catch (IOException e) {
            // There is no I/O here: only what the generator refuses.
            throw new DataException(
                    "the record cannot be written as JSON: " + e.getClass().getSimpleName(), e);
        } finally {
            if (!written) {
                json = null;
            }
        }
        line.write(lineEnd);
        return line;
    }

    private static void write(
            OutputField field,
            SinkRecord record,
            RecordOrigin origin,
            Limited value,
            JsonGenerator json,
            JsonValue values)
            throws IOException {
        switch (field) {
            case KEY -> values.write(record.keySchema(), record.key());
            case VALUE -> values.write(record.valueSchema(), value.value());
            case HEADERS -> writeHeaders(record, json, values);
            case TOPIC -> json.writeString(origin.partition().topic());
            case PARTITION -> json.writeNumber(origin.partition().partition());
            case OFFSET -> json.writeNumber(origin.offset());
            case TIMESTAMP -> writeTimestamp(record.timestamp(), json);
            case OVERFLOW_FLAG -> json.writeBoolean(value.overflow());
            case VALUE_SIZE -> json.writeNumber(value.size());
        }
    }

    /** A list, because a name may stand there twice, and in order. */
    private static void writeHeaders(SinkRecord record, JsonGenerator json, JsonValue values) throws IOException {
        json.writeStartArray();
        for (Header header : record.headers()) {
            json.writeStartObject();
            json.writeFieldName("key");
            values.write(Schema.STRING_SCHEMA, header.key());
            json.writeFieldName("value");
            values.write(header.schema(), header.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeTimestamp(@Nullable Long timestamp, JsonGenerator json) throws IOException {
        if (timestamp == null) {
            json.writeNull();
        } else {
            json.writeNumber(timestamp);
        }
    }
}
