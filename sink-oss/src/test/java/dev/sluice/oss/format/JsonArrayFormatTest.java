package dev.sluice.oss.format;

import static dev.sluice.oss.Records.TIME;
import static dev.sluice.oss.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.oss.Envelopes;
import dev.sluice.oss.Records;
import dev.sluice.oss.format.FormatOptions.JsonLayout;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonArrayFormatTest {
    private static final String SAMPLE = """
            [
                {
                    "key":"123",
                    "offset":4,
                    "overflowFlag":true,
                    "partition":0,
                    "timestamp":1603779578478,
                    "topic":"Test",
                    "value":"1",
                    "valueSize":272687
                }
            ]""";

    @Test
    void theDocumentedSampleToTheByte() {
        String value = "1".repeat(272_687);

        String object = object(new JsonArrayFormat(JsonLayout.PRETTY, 1), record("Test", 0, 4, "123", value));

        assertThat(object).isEqualTo(SAMPLE);
    }

    @Test
    void aPrettyObjectOfTwoRecords() {
        String object = object(
                new JsonArrayFormat(JsonLayout.PRETTY, 0), record("t", 1, 2, null, "a"), record("t", 1, 3, "k", "b"));

        assertThat(object).isEqualTo("""
                        [
                            {
                                "key":null,
                                "offset":2,
                                "overflowFlag":false,
                                "partition":1,
                                "timestamp":1603779578478,
                                "topic":"t",
                                "value":"a",
                                "valueSize":1
                            },
                            {
                                "key":"k",
                                "offset":3,
                                "overflowFlag":false,
                                "partition":1,
                                "timestamp":1603779578478,
                                "topic":"t",
                                "value":"b",
                                "valueSize":1
                            }
                        ]""");
    }

    @Test
    void aCompactObjectHasOneLineForEachRecord() {
        String object = object(
                new JsonArrayFormat(JsonLayout.COMPACT, 0), record("t", 1, 2, null, "a"), record("t", 1, 3, "k", "b"));

        assertThat(object).isEqualTo("""
                        [
                        {"key":null,"offset":2,"overflowFlag":false,"partition":1,"timestamp":1603779578478,"topic":"t","value":"a","valueSize":1},
                        {"key":"k","offset":3,"overflowFlag":false,"partition":1,"timestamp":1603779578478,"topic":"t","value":"b","valueSize":1}
                        ]""");
    }

    @Test
    void anObjectIsNotJsonBeforeItIsFinished() {
        Bytes buffer = new Bytes();
        ObjectEncoder encoder = new JsonArrayFormat(JsonLayout.PRETTY, 0).open(buffer, Lane.ANY);
        encode(encoder, record("t", 0, 0, "k", "v"));

        assertThatThrownBy(() -> parse(buffer.text())).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void aRecordWithoutTimestampOrValue() {
        SinkRecord tombstone = record("t", 0, 0, null, "k", null, null, null);

        assertThat(only(tombstone))
                .containsEntry("timestamp", null)
                .containsEntry("value", null)
                .containsEntry("overflowFlag", false)
                .containsEntry("valueSize", 0L);
    }

    @Test
    void topicPartitionAndOffsetAreThoseOfTheRecordInKafka() {
        SinkRecord renamed = Records.renamed(record("original", 3, 7, "k", "v"), "renamed");

        assertThat(only(renamed))
                .containsEntry("topic", "original")
                .containsEntry("partition", 3L)
                .containsEntry("offset", 7L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"}],[{\"",
                "\\",
                "\\u0000",
                "\u0000\u0001\u001f\u007f\u0085",
                "line\r\nfeed\ttab\b\f",
                "</script>",
                "\u2028\u2029\ufeff",
                "emoji \ud83d\ude00, 汉字, العربية",
                "%s %n {} ${jndi:x}"
            })
    void hostileTextComesBackAsItWas(String text) {
        assertThat(only(record("t", 0, 0, text, text)))
                .containsEntry("key", text)
                .containsEntry("value", text)
                .containsEntry("valueSize", (long) text.getBytes(StandardCharsets.UTF_8).length);
    }

    @Property
    void anyTextComesBackAsItWas(@ForAll("wellFormed") String key, @ForAll("wellFormed") String value) {
        for (JsonLayout layout : JsonLayout.values()) {
            Map<String, Object> stored = parse(object(new JsonArrayFormat(layout, 0), record("t", 0, 0, key, value)))
                    .get(0);
            assertThat(stored).containsEntry("key", key).containsEntry("value", value);
        }
    }

    @Property
    void aCutValueIsTheLongestPrefixOfWholeCharactersThatFits(@ForAll("wellFormed") String value) {
        for (int limit = 1; limit < 12; limit++) {
            Map<String, Object> stored = parse(
                            object(new JsonArrayFormat(JsonLayout.COMPACT, limit), record("t", 0, 0, "k", value)))
                    .get(0);
            String cut = (String) stored.get("value");
            int size = value.getBytes(StandardCharsets.UTF_8).length;
            assertThat(value).startsWith(cut);
            assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(limit);
            assertThat(stored).containsEntry("valueSize", (long) size).containsEntry("overflowFlag", size > limit);
            if (size > limit) {
                int next = value.codePointAt(cut.length());
                String more = cut + Character.toString(next);
                assertThat(more.getBytes(StandardCharsets.UTF_8).length).isGreaterThan(limit);
            }
        }
    }

    @Provide
    Arbitrary<String> wellFormed() {
        return Arbitraries.integers()
                .between(0, 0x10FFFF)
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .list()
                .ofMaxSize(20)
                .map(points -> {
                    StringBuilder text = new StringBuilder();
                    points.forEach(text::appendCodePoint);
                    return text.toString();
                });
    }

    @Test
    void halfASurrogatePairBecomesTheReplacementCharacter() {
        assertThat(only(record("t", 0, 0, "a\ud800", "\udc00b\ud83d\ude00\ud800")))
                .containsEntry("key", "a\ufffd")
                .containsEntry("value", "\ufffdb\ud83d\ude00\ufffd");
    }

    @Test
    void bytesAreStoredAsTheTextTheyHold() {
        byte[] text = "汉字".getBytes(StandardCharsets.UTF_8);

        assertThat(only(record("t", 0, 0, text, ByteBuffer.wrap(text))))
                .containsEntry("key", "汉字")
                .containsEntry("value", "汉字")
                .containsEntry("valueSize", 6L);
    }

    @Test
    void bytesThatAreNotUtf8GetReplacementCharactersAndKeepTheirSize() {
        byte[] bytes = {'a', (byte) 0xff, (byte) 0xc3, 'b'};

        assertThat(only(record("t", 0, 0, null, bytes)))
                .containsEntry("value", "a\ufffd\ufffdb")
                .containsEntry("valueSize", 4L)
                .containsEntry("overflowFlag", false);
    }

    @Test
    void numbersAndBooleansAreWrittenAsText() {
        assertThat(only(record("t", 0, 0, 42, 1.5))).containsEntry("key", "42").containsEntry("value", "1.5");
        assertThat(only(record("t", 0, 0, (byte) -1, true)))
                .containsEntry("key", "-1")
                .containsEntry("value", "true");
        assertThat(only(record("t", 0, 0, new BigDecimal("1.2300"), 1.5f)))
                .containsEntry("key", "1.2300")
                .containsEntry("value", "1.5");
    }

    @Test
    @SuppressWarnings("JavaUtilDate") // Connect's own type for a timestamp
    void aStructIsJsonText() {
        Schema inner = SchemaBuilder.struct()
                .field("list", SchemaBuilder.array(Schema.INT32_SCHEMA))
                .build();
        Schema schema = SchemaBuilder.struct()
                .field("text", Schema.STRING_SCHEMA)
                .field(
                        "none",
                        SchemaBuilder.string().optional().defaultValue("d").build())
                .field("amount", Decimal.schema(2))
                .field("at", Timestamp.SCHEMA)
                .field("bytes", Schema.BYTES_SCHEMA)
                .field("inner", inner)
                .field("map", SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.BOOLEAN_SCHEMA))
                .build();
        Struct value = new Struct(schema)
                .put("text", "a\"b")
                .put("amount", new BigDecimal("12345678901234567890.12"))
                .put("at", new Date(TIME))
                .put("bytes", new byte[] {0, 1, 2})
                .put("inner", new Struct(inner).put("list", List.of(1, 2)))
                .put("map", Map.of(7, true));

        assertThat(only(record("t", 0, 0, null, null, schema, value, TIME)))
                .containsEntry(
                        "value",
                        "{\"text\":\"a\\\"b\",\"none\":null,\"amount\":12345678901234567890.12,"
                                + "\"at\":\"2020-10-27T06:19:38.478Z\",\"bytes\":\"AAEC\","
                                + "\"inner\":{\"list\":[1,2]},\"map\":{\"7\":true}}");
    }

    @Test
    void aMapWithoutSchemaIsJsonText() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("a", 1L);
        value.put("b", Arrays.asList("x", null, 2.5));
        value.put("c", Double.NaN);

        assertThat(only(record("t", 0, 0, null, value)))
                .containsEntry("value", "{\"a\":1,\"b\":[\"x\",null,2.5],\"c\":\"NaN\"}");
    }

    @Test
    void aRecordThatCannotBeWrittenLeavesTheObjectAsItWas() {
        Bytes buffer = new Bytes();
        ObjectEncoder encoder = new JsonArrayFormat(JsonLayout.PRETTY, 0).open(buffer, Lane.ANY);
        Map<Object, Object> nullKey = new HashMap<>();
        nullKey.put(null, 1);
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        List<Object> tooDeep = deep;

        assertThatThrownBy(() -> encode(encoder, record("t", 0, 0, "k", Map.of("secret", UUID.randomUUID()))))
                .isInstanceOf(DataException.class);
        encode(encoder, record("t", 0, 1, "k", "first"));
        assertThatThrownBy(() -> encode(encoder, record("t", 0, 2, nullKey, "v")))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> encode(encoder, record("t", 0, 3, "k", tooDeep)))
                .isInstanceOf(DataException.class);
        encode(encoder, record("t", 0, 4, "k", "second"));
        encoder.finish();

        assertThat(parse(buffer.text())).extracting("value").containsExactly("first", "second");
    }

    @Test
    void twoHundredLevelsAreNotTooMany() {
        Object value = "x";
        for (int i = 0; i < 200; i++) {
            value = List.of(value);
        }

        assertThat(only(record("t", 0, 0, "k", value)))
                .containsEntry("value", "[".repeat(200) + "\"x\"" + "]".repeat(200));
    }

    @Test
    void theMessageOfARefusalHoldsNoContent() {
        ObjectEncoder encoder = new JsonArrayFormat(JsonLayout.PRETTY, 0).open(new Bytes(), Lane.ANY);
        Map<Object, Object> value = Map.of(List.of("confidential"), 1);

        assertThatThrownBy(() -> encode(encoder, record("t", 0, 0, "k", value)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("keys must be strings, numbers or booleans")
                .hasMessageNotContaining("confidential");
    }

    private static Map<String, Object> only(SinkRecord record) {
        List<Map<String, Object>> records = parse(object(new JsonArrayFormat(JsonLayout.PRETTY, 0), record));
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private static String object(JsonArrayFormat format, SinkRecord... records) {
        Bytes buffer = new Bytes();
        ObjectEncoder encoder = format.open(buffer, Lane.ANY);
        for (SinkRecord record : records) {
            encode(encoder, record);
        }
        encoder.finish();
        return buffer.text();
    }

    private static void encode(ObjectEncoder encoder, SinkRecord record) {
        encoder.encode(record, RecordOrigin.of(record));
    }

    /** The records of an object, read with a parser. */
    static List<Map<String, Object>> parse(String object) {
        return Envelopes.parse(object);
    }
}
