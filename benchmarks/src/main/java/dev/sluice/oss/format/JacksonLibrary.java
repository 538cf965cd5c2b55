package dev.sluice.oss.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.sluice.benchmarks.SideBySide;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Jackson's generators, called with the fields of each record. */
final class JacksonLibrary implements SideBySide.Alternative {
    private interface Opener {
        JsonGenerator open(OutputStream output) throws IOException;
    }

    private final String name;
    private final String lineEnd;
    private final Opener opener;
    private final List<SinkRecord> records;
    private final int objects;

    private JacksonLibrary(String name, String lineEnd, Opener opener, List<SinkRecord> records, int objects) {
        this.name = name;
        this.lineEnd = lineEnd;
        this.opener = opener;
        this.records = records;
        this.objects = objects;
    }

    static JacksonLibrary json(List<SinkRecord> records, int objects) {
        JsonFactory factory = new JsonFactory();
        return new JacksonLibrary(
                "Jackson's generator of JSON",
                "\n",
                output -> {
                    JsonGenerator json = factory.createGenerator(output);
                    json.setRootValueSeparator(null);
                    return json;
                },
                records,
                objects);
    }

    static JacksonLibrary csv(List<SinkRecord> records, int objects) {
        CsvFactory factory = new CsvFactory();
        CsvSchema.Builder columns = CsvSchema.builder();
        Rows.SCHEMA.fields().forEach(field -> columns.addColumn(field.name()));
        CsvSchema schema = columns.setUseHeader(true).setLineSeparator("\r\n").build();
        return new JacksonLibrary(
                "Jackson's generator of CSV",
                "",
                output -> {
                    CsvGenerator csv = factory.createGenerator(output);
                    csv.setSchema(schema);
                    return csv;
                },
                records,
                objects);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long round() {
        for (int i = 0; i < objects; i++) {
            object();
        }
        return (long) objects * records.size();
    }

    private void object() {
        try (JsonGenerator generator = opener.open(OutputStream.nullOutputStream())) {
            for (SinkRecord record : records) {
                Struct value = (Struct) record.value();
                generator.writeStartObject();
                for (Field field : Rows.SCHEMA.fields()) {
                    generator.writeFieldName(field.name());
                    Object content = value.get(field);
                    if (content instanceof String text) {
                        generator.writeString(text);
                    } else if (content instanceof Long number) {
                        generator.writeNumber(number);
                    } else if (content instanceof Double number) {
                        generator.writeNumber(number);
                    } else if (content instanceof Boolean truth) {
                        generator.writeBoolean(truth);
                    } else {
                        generator.writeNull();
                    }
                }
                generator.writeEndObject();
                if (!lineEnd.isEmpty()) {
                    generator.writeRaw(lineEnd);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
