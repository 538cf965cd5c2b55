package dev.sluice.oss;

import dev.sluice.testkit.conformance.SinkConformance;
import dev.sluice.testkit.conformance.SinkUnderTest;
import dev.sluice.testkit.conformance.Stored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** The same promises with a format that has a schema, holds records back and compresses them, read by Avro's own reader. */
class OssAvroConformanceTest extends SinkConformance {
    @Override
    protected SinkUnderTest open() {
        return new OssUnderTest(
                Map.of("format", "avro", "oss.compression.type", "zstd", "format.output.fields", "key,value"),
                OssAvroConformanceTest::read);
    }

    private static List<Stored> read(byte[] object) {
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(new SeekableByteArrayInput(object), new GenericDatumReader<>())) {
            List<Stored> stored = new ArrayList<>();
            reader.forEachRemaining(
                    row -> stored.add(new Stored(String.valueOf(row.get("key")), String.valueOf(row.get("value")))));
            return stored;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
