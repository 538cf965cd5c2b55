package dev.sluice.oss.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import java.io.IOException;

/** White space of one element of an array, indented by four spaces a level and without any around a colon. */
final class EnvelopePrinter implements PrettyPrinter {
    private static final String ELEMENT = "    ";
    private static final String FIELD = "\n        ";

    @Override
    public void writeRootValueSeparator(JsonGenerator json) {}

    @Override
    public void writeStartObject(JsonGenerator json) throws IOException {
        json.writeRaw(ELEMENT);
        json.writeRaw('{');
    }

    @Override
    public void beforeObjectEntries(JsonGenerator json) throws IOException {
        json.writeRaw(FIELD);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
        json.writeRaw(':');
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
        json.writeRaw(',');
        json.writeRaw(FIELD);
    }

    @Override
    public void writeEndObject(JsonGenerator json, int entries) throws IOException {
        json.writeRaw('\n');
        json.writeRaw(ELEMENT);
        json.writeRaw('}');
    }

    @Override
    public void writeStartArray(JsonGenerator json) throws IOException {
        throw notInAnEnvelope();
    }

    @Override
    public void writeEndArray(JsonGenerator json, int values) throws IOException {
        throw notInAnEnvelope();
    }

    @Override
    public void beforeArrayValues(JsonGenerator json) throws IOException {
        throw notInAnEnvelope();
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
        throw notInAnEnvelope();
    }

    private static IllegalStateException notInAnEnvelope() {
        return new IllegalStateException("an envelope has no array");
    }
}
