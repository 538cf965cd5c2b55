package dev.sluice.oss.format;

import static dev.sluice.oss.Records.TIME;
import static dev.sluice.oss.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.oss.Records;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JsonLinesTest {

    @Test
    void aLineIsTheValueAsItIs() {
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("amount", Decimal.schema(2))
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA))
                .build();
        Struct struct = new Struct(schema)
                .put("id", 7L)
                .put("amount", new BigDecimal("1.50"))
                .put("tags", List.of("a", "b"));

        assertThat(Written.with("format", "jsonl")
                        .add(
                                record("t", 0, 0, null, null, schema, struct, TIME),
                                record("t", 0, 1, "k", Map.of("a", 1)),
                                record("t", 0, 2, "k", "text\nof two lines"),
                                record("t", 0, 3, "k", 5),
                                record("t", 0, 4, "k", null))
                        .text())
                .isEqualTo("""
                        {"id":7,"amount":1.50,"note":null,"tags":["a","b"]}
                        {"a":1}
                        "text\\nof two lines"
                        5
                        null
                        """);
    }

    @Test
    void theOutputFieldsStandInTheOrderOfTheOption() {
        SinkRecord record = record("original", 3, 7, 42, Map.of("a", true));
        record.headers().addString("trace", "x").addString("trace", "y").addLong("n", 5);

        assertThat(Written.with(
                                "format",
                                "jsonl",
                                "format.output.fields",
                                "offset,partition,topic,timestamp,key,value,headers,overflowFlag,valueSize")
                        .add(Records.renamed(record, "routed"))
                        .text())
                .isEqualTo("{\"offset\":7,\"partition\":3,\"topic\":\"original\",\"timestamp\":" + TIME
                        + ",\"key\":42,\"value\":{\"a\":true},\"headers\":[{\"key\":\"trace\",\"value\":\"x\"},"
                        + "{\"key\":\"trace\",\"value\":\"y\"},{\"key\":\"n\",\"value\":5}],"
                        + "\"overflowFlag\":false,\"valueSize\":10}\n");
    }

    @Test
    void aSingleFieldStandsUnderItsNameWhenAsked() {
        assertThat(Written.with("format", "jsonl", "format.output.envelope", "true")
                        .add(record("t", 0, 0, "k", "v"))
                        .text())
                .isEqualTo("{\"value\":\"v\"}\n");
        assertThat(Written.with("format", "jsonl", "format.output.fields", "key")
                        .add(record("t", 0, 0, "k", "v"))
                        .text())
                .isEqualTo("\"k\"\n");
    }

    @Test
    void jsonWithOutputFieldsIsAnArrayOfThem() {
        assertThat(Written.with("format", "json", "format.output.fields", "key,value")
                        .add(record("t", 0, 0, "a", 1), record("t", 0, 1, null, Map.of()))
                        .text())
                .isEqualTo("[\n{\"key\":\"a\",\"value\":1},\n{\"key\":null,\"value\":{}}\n]");
    }

    @Test
    void bytesAreBase64OrTextAsTheOptionSays() {
        byte[] text = {'h', 'i'};
        Map<String, Object> nested = Map.of("b", text);
        byte[] binary = {(byte) 0xff, 'x'};

        assertThat(Written.with("format", "jsonl")
                        .add(record("t", 0, 0, null, text), record("t", 0, 1, null, nested))
                        .text())
                .isEqualTo("\"aGk=\"\n{\"b\":\"aGk=\"}\n");
        assertThat(Written.with("format", "jsonl", "format.binary", "utf8")
                        .add(
                                record("t", 0, 0, null, text),
                                record("t", 0, 1, null, nested),
                                record("t", 0, 2, null, binary))
                        .text())
                .isEqualTo("\"hi\"\n{\"b\":\"hi\"}\n\"\ufffdx\"\n");
        assertThat(Written.with("format", "json", "format.binary", "base64", "format.json.layout", "compact")
                        .add(record("t", 0, 0, text, binary))
                        .text())
                .contains("\"key\":\"aGk=\"", "\"value\":\"/3g=\"", "\"valueSize\":2");
    }

    @Test
    void aLongValueIsCutOrLeftOutAndSaysSo() {
        String[] cut = {
            "format", "jsonl", "format.output.fields", "value,overflowFlag,valueSize", "value.max.bytes", "4"
        };

        assertThat(Written.with(cut)
                        .add(record("t", 0, 0, null, "a汉字"), record("t", 0, 1, null, "abcd"))
                        .text())
                .isEqualTo("""
                        {"value":"a汉","overflowFlag":true,"valueSize":7}
                        {"value":"abcd","overflowFlag":false,"valueSize":4}
                        """);
        assertThat(Written.with(
                                "format",
                                "jsonl",
                                "format.output.fields",
                                "value,overflowFlag,valueSize",
                                "value.max.bytes",
                                "4",
                                "value.overflow",
                                "omit")
                        .add(record("t", 0, 0, null, Map.of("a", "long")), record("t", 0, 1, null, new byte[5]))
                        .text())
                .isEqualTo("""
                        {"value":null,"overflowFlag":true,"valueSize":12}
                        {"value":null,"overflowFlag":true,"valueSize":5}
                        """);
        assertThatThrownBy(() -> Written.with(cut).add(record("t", 0, 0, null, Map.of("secret", "long"))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cannot be cut")
                .hasMessageNotContaining("secret");
    }

    @Test
    void theEnvelopeLeavesALongValueOutWhenAsked() {
        assertThat(Written.with("value.max.bytes", "3", "value.overflow", "omit", "format.json.layout", "compact")
                        .add(record("t", 0, 0, "k", "long"))
                        .text())
                .contains("\"overflowFlag\":true", "\"value\":null", "\"valueSize\":4");
    }

    @Test
    void aRecordThatCannotBeWrittenLeavesTheObjectAsItWas() {
        Written written = Written.with("format", "jsonl").add(record("t", 0, 0, null, "a"));
        Map<String, Object> bad = Map.of("a", List.of(1, UUID.randomUUID()));

        assertThatThrownBy(() -> written.add(record("t", 0, 1, null, bad))).isInstanceOf(DataException.class);

        assertThat(written.add(record("t", 0, 2, null, Map.of("b", 2))).text()).isEqualTo("\"a\"\n{\"b\":2}\n");
    }

    @ParameterizedTest
    @EnumSource(Compression.Codec.class)
    void everyCodecHasItsNameAndType(Compression.Codec codec) throws Exception {
        Written written = Written.with(
                        "format", "jsonl", "oss.compression.type", codec.name().toLowerCase(java.util.Locale.ROOT))
                .add(record("t", 0, 0, null, 1));

        assertThat(StreamCodecTest.decompressed(codec, written.bytes()))
                .asString()
                .isEqualTo("1\n");
        String extension = written.format.extension();
        String type = written.format.contentType();
        switch (codec) {
            case AUTO, NONE -> {
                assertThat(extension).isEqualTo(".jsonl");
                assertThat(type).isEqualTo("application/x-ndjson");
            }
            case GZIP -> {
                assertThat(extension).isEqualTo(".jsonl.gz");
                assertThat(type).isEqualTo("application/gzip");
            }
            case ZSTD -> {
                assertThat(extension).isEqualTo(".jsonl.zst");
                assertThat(type).isEqualTo("application/zstd");
            }
            case SNAPPY -> {
                assertThat(extension).isEqualTo(".jsonl.sz");
                assertThat(type).isEqualTo("application/x-snappy-framed");
            }
            case LZ4 -> {
                assertThat(extension).isEqualTo(".jsonl.lz4");
                assertThat(type).isEqualTo("application/x-lz4");
            }
        }
    }
}
