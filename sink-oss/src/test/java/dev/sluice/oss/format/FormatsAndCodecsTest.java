package dev.sluice.oss.format;

import static dev.sluice.oss.Records.TIME;
import static dev.sluice.oss.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of formats and codecs in the guide, cell by cell; those with columns have readers of their own in their tests. */
class FormatsAndCodecsTest {
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .build();

    private static Written written(String format, String codec) {
        Written written = Written.with("format", format, "oss.compression.type", codec);
        for (int i = 0; i < 20_000; i++) {
            written.add(
                    format.equals("bytes")
                            ? record("t", 0, i, null, null, null, ("value " + i).getBytes(StandardCharsets.UTF_8), TIME)
                            : record(
                                    "t",
                                    0,
                                    i,
                                    null,
                                    null,
                                    SCHEMA,
                                    new Struct(SCHEMA).put("id", (long) i).put("name", "name " + i),
                                    TIME));
        }
        return written;
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonl", "csv", "bytes", "text"})
    void aWholeObjectIsReadByTheCodecsOwnStreams(String format) throws IOException {
        Written plain = written(format, "none");
        byte[] content = plain.bytes();
        String extension = plain.format.extension();
        assertThat(written(format, "auto").bytes()).as("auto is none").isEqualTo(content);
        for (Map.Entry<String, String> codec : Map.of("gzip", ".gz", "zstd", ".zst", "snappy", ".sz", "lz4", ".lz4")
                .entrySet()) {
            Written compressed = written(format, codec.getKey());

            assertThat(compressed.format.extension()).isEqualTo(extension + codec.getValue());
            assertThat(StreamCodecTest.decompressed(
                            Compression.Codec.valueOf(codec.getKey().toUpperCase(Locale.ROOT)), compressed.bytes()))
                    .isEqualTo(content);
        }
    }

    /** A record, one without a value, and a record. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jsonl | key,value | {'key':'k','value':'a'}N{'key':'k','value':null}N{'key':'k','value':'b'}N",
                "json | key,value | [N{'key':'k','value':'a'},N{'key':'k','value':null},N{'key':'k','value':'b'}N]",
                "csv | key,value | key,valueRNk,aRNk,RNk,bRN",
                "text | value | aNNbN",
            })
    void aRecordWithoutAValueIsWrittenAsTheFormatSaysNull(String format, String fields, String text) {
        List<SinkRecord> records = List.of(
                record("t", 0, 0, Schema.STRING_SCHEMA, "k", Schema.STRING_SCHEMA, "a", TIME),
                record("t", 0, 1, Schema.STRING_SCHEMA, "k", null, null, TIME),
                record("t", 0, 2, Schema.STRING_SCHEMA, "k", Schema.STRING_SCHEMA, "b", TIME));

        assertThat(Written.with("format", format, "format.output.fields", fields)
                        .add(records)
                        .text())
                .isEqualTo(text.replace("R", "\r").replace("N", "\n").replace('\'', '"'));
    }

    @Test
    void bytesOfARecordWithoutAValueAreNone() {
        assertThat(Written.with("format", "bytes")
                        .add(
                                record("t", 0, 0, null, null, null, new byte[] {'a'}, TIME),
                                record("t", 0, 1, null, null, null, null, TIME),
                                record("t", 0, 2, null, null, null, new byte[] {'b'}, TIME))
                        .text())
                .isEqualTo("a\n\nb\n");
    }
}
