package dev.sluice.oss;

import static dev.sluice.oss.Records.names;
import static dev.sluice.oss.Records.partition;
import static dev.sluice.oss.Records.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNamesTest {
    private static final String FIELDS = "partition.field.name";

    private static String key(ObjectNames names, SinkRecord record) {
        return names.keyOf(
                names.pathOf(record, partition(record.originalTopic(), record.originalKafkaPartition())),
                record.originalKafkaOffset());
    }

    private static SinkRecord of(Object value) {
        return Records.record("t", 3, 12, null, value);
    }

    private static ObjectNames byFields(String fields) {
        return names("partitioner.class", "field", FIELDS, fields);
    }

    @Test
    void aKeyNamesTopicPartitionAndFirstOffset() {
        assertThat(names().keyOf(path("orders", 12), 345))
                .isEqualTo("topics/orders/partition=12/orders+12+0000000345.json");
    }

    @Test
    void everyPartOfTheLayoutIsAnOption() {
        ObjectNames other = names(
                "topics.dir",
                "raw/kafka",
                "directory.delim",
                "_",
                "file.delim",
                "~",
                "filename.offset.zero.pad.width",
                "3");

        assertThat(key(other, Records.record("t", 0, 12345, null, null)))
                .isEqualTo("raw/kafka_t_partition=0_t~0~12345.json");
        assertThat(key(
                        names("topics.dir", "", "filename.offset.zero.pad.width", "0"),
                        Records.record("t", 0, 7, null, null)))
                .isEqualTo("t/partition=0/t+0+7.json");
    }

    @Test
    void theRoutedTopicNamesTheDirectoryAndTheOriginNamesTheObject() {
        String a = names().keyOf(path("all", partition("a", 0)), 0);
        String b = names().keyOf(path("all", partition("b", 0)), 0);

        assertThat(a).isEqualTo("topics/all/partition=0/a+0+0000000000.json");
        assertThat(b).as("offsets of two topics overlap").isNotEqualTo(a);
    }

    @Test
    void aRouteThatChangesIsFollowed() {
        ObjectNames names = names();
        SinkRecord record = Records.record("t", 0, 1, null, null);
        assertThat(key(names, Records.renamed(record, "a"))).startsWith("topics/a/");
        assertThat(key(names, Records.renamed(record, "b"))).startsWith("topics/b/");
        assertThat(key(names, Records.renamed(record, "a"))).startsWith("topics/a/");
    }

    @Test
    void fieldsMakeDirectoriesInTheirOrder() {
        SinkRecord record = of(Map.of("country", "DE", "shop", Map.of("id", 7L, "a.b", true)));
        record.headers().addString("tenant", "old").addString("tenant", "new");

        assertThat(key(byFields("country,shop.id,shop.a.b,header:tenant"), record))
                .isEqualTo("topics/t/country=DE/shop.id=7/shop.a.b=true/tenant=new/t+3+0000000012.json");
        assertThat(key(
                        names("partitioner.class", "field", FIELDS, "country", "partition.field.format.path", "false"),
                        record))
                .isEqualTo("topics/t/DE/t+3+0000000012.json");
    }

    @Test
    void fieldsOfStructsAndKeysAreFoundWithTheirLogicalTypes() {
        Schema inner = SchemaBuilder.struct()
                .field("amount", Decimal.schema(2))
                .field("at", Timestamp.SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct().field("inner", inner).build();
        Struct value = new Struct(schema)
                .put(
                        "inner",
                        new Struct(inner)
                                .put("amount", new java.math.BigDecimal("1.50"))
                                .put("at", java.util.Date.from(Instant.parse("2024-01-02T03:04:05Z"))));
        SinkRecord record = Records.record("t", 3, 12, null, "a key", schema, value, Records.TIME);

        assertThat(key(byFields("key,inner.amount,inner.at"), record))
                .isEqualTo(
                        "topics/t/key=a%20key/inner.amount=1.50/inner.at=2024-01-02T03%3A04%3A05Z/t+3+0000000012.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "null", "struct", "bytes", "list", "text.x", "header:x", "key"})
    void aRecordThatCannotNameItsObjectSaysWhichPlaceIsWrong(String field) {
        Map<String, Object> value = new java.util.HashMap<>(
                Map.of("struct", Map.of(), "bytes", new byte[] {1}, "list", List.of(), "text", "secret-content"));
        value.put("null", null);

        assertThatThrownBy(() -> key(byFields(field), of(value)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(field)
                .hasMessageNotContaining("secret-content");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "daily, UTC, year=2020/month=10/day=27",
                "hourly, UTC, year=2020/month=10/day=27/hour=06",
                "hourly, Asia/Shanghai, year=2020/month=10/day=27/hour=14",
                "io.confluent.connect.storage.partitioner.HourlyPartitioner, UTC, year=2020/month=10/day=27/hour=06",
            })
    void timeMakesDirectories(String partitioner, String zone, String directory) {
        ObjectNames names = names("partitioner.class", partitioner, "timezone", zone, "timestamp.extractor", "Record");

        assertThat(key(names, of("v"))).isEqualTo("topics/t/" + directory + "/t+3+0000000012.json");
    }

    @Test
    void timeIsCutToTheDurationOnTheWallOfTheZone() {
        ObjectNames names = names(
                "partitioner.class", "time",
                "path.format", "YYYY-MM-dd/HH-mm",
                "partition.duration.ms", "14400000",
                "timezone", "Asia/Kolkata",
                "timestamp.extractor", "Record");

        // 2020-10-27T11:49:38 there
        assertThat(key(names, of("v"))).isEqualTo("topics/t/2020-10-27/08-00/t+3+0000000012.json");
    }

    @Test
    void namesOfMonthsAreInTheLanguage() {
        assertThat(key(
                        names(
                                "partitioner.class", "time",
                                "path.format", "MMMM",
                                "locale", "de_DE",
                                "timestamp.extractor", "Record"),
                        of("v")))
                .contains("/Oktober/");
    }

    @Test
    void theYearOfTheLastDaysOfDecemberIsTheirOwn() {
        long newYearsEve = Instant.parse("2024-12-31T12:00:00Z").toEpochMilli();

        assertThat(key(
                        names("partitioner.class", "daily", "timestamp.extractor", "Record"),
                        Records.at("t", 0, 1, newYearsEve)))
                .contains("year=2024/month=12/day=31");
    }

    @Test
    void theClockOnTheWallIsTheDefault() {
        assertThat(key(names("partitioner.class", "daily"), Records.at("t", 0, 1, 0L)))
                .contains("year=2020/month=10/day=27");
    }

    static List<Object> times() {
        return List.of(
                Records.TIME,
                Long.toString(Records.TIME),
                "2020-10-27T06:19:38.478Z",
                "2020-10-27T14:19:38+08:00",
                "2020-10-27T14:19:38+0800",
                "2020-10-27T06:19",
                java.util.Date.from(Instant.ofEpochMilli(Records.TIME)));
    }

    @ParameterizedTest
    @MethodSource("times")
    void aFieldGivesTheTime(Object time) {
        ObjectNames names = names(
                "partitioner.class", "hourly", "timestamp.extractor", "RecordField", "timestamp.field", "meta.at");

        assertThat(key(names, of(Map.of("meta", Map.of("at", time))))).contains("day=27/hour=06/");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -62_135_596_800_001L, 253_402_300_800_000L})
    void timesFarAwayAreEitherNamedOrRefused(long time) {
        ObjectNames names = names(
                "partitioner.class", "hourly", "timestamp.extractor", "RecordField", "partition.duration.ms", "7");
        try {
            assertThat(key(names, of(Map.of("timestamp", time)))).matches("topics/t/year=[0-9%A-Z-]+/.*");
        } catch (DataException e) {
            assertThat(e).hasMessageContaining("far away");
        }
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        ObjectNames names = names("partitioner.class", "daily", "timestamp.extractor", "RecordField");
        assertThatThrownBy(() -> key(names, of(Map.of("timestamp", "tomorrow"))))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> key(names, of(Map.of("timestamp", true)))).hasMessageContaining("boolean");
        assertThatThrownBy(() -> key(
                        names("partitioner.class", "daily", "timestamp.extractor", "Record"),
                        Records.at("t", 0, 0, null)))
                .hasMessageContaining("no timestamp");
    }

    @Test
    void aTemplateNamesObjects() {
        SinkRecord record = Records.record("t", 3, 12, "k/1", Map.of("a", Map.of("b", "x y")));
        record.headers().addString("h", "é");

        assertThat(key(
                        names(
                                "object.key.template",
                                "by {{key}}/{{value:a.b}}~{{header:h}}/{{timestamp:YYYY/MM}}/{{topic}}-{{partition}}-{{offset}}",
                                "timestamp.extractor",
                                "Record"),
                        record))
                .isEqualTo("topics/by k%2F1/x%20y~%C3%A9/2020/10/t-3-0000000012.json");
        assertThat(key(
                        names("object.key.template", "{{origin_topic}}/{{partition}}.{{offset}}"),
                        Records.renamed(record, "z")))
                .isEqualTo("topics/t/3.0000000012.json");
    }

    @Test
    void aHashStandsBeforeTheRestAndBehindThePrefix() {
        ObjectNames names = names("object.key.hash.prefix.length", "4");
        String first = key(names, Records.record("t", 0, 1, null, null));
        String second = key(names, Records.record("t", 0, 2, null, null));

        assertThat(first).matches("topics/[0-9a-f]{4}/t/partition=0/t\\+0\\+0000000001\\.json");
        assertThat(first.substring(0, 11)).isNotEqualTo(second.substring(0, 11));
        assertThat(key(names, Records.record("t", 0, 1, null, null))).isEqualTo(first);
    }

    static List<String> hostile() {
        return List.of(
                "..",
                ".",
                "",
                "/",
                "//",
                "../../etc/passwd",
                "a/../b",
                "\\..\\x",
                "a\u0000b",
                "%2E%2E",
                "\ud800",
                "😀",
                "a b?c#d&e=f+g",
                "\r\n",
                "\u001b[31m",
                "x".repeat(5_000),
                "汉".repeat(5_000),
                "/".repeat(5_000));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void noTextClimbsOutOfItsPlaceOrBreaksTheLimit(String text) {
        SinkRecord record = Records.record("t", 0, 0, text, Map.of("a", text, "b", text));
        record.headers().addString("h", text);
        for (ObjectNames names : List.of(
                names(),
                byFields("a,b,key,header:h"),
                names(
                        "object.key.template",
                        "{{topic}}/{{key}}/{{value:a}}/{{value:b}}+{{header:h}}/{{partition}}/{{offset}}"))) {
            String key = key(names, Records.renamed(record, text));

            assertThat(Arrays.asList(key.split("/", -1)))
                    .doesNotContain("", ".", "..")
                    .hasSizeBetween(4, 7);
            assertThat(key).startsWith("topics/").matches("[A-Za-z0-9._%+=/-]+");
            assertThat(ObjectNames.fits(key)).isTrue();
        }
    }

    @Test
    void longTextsThatBeginAlikeAreToldApart() {
        assertThat(KeyText.escaped("x".repeat(5_000), 128)).hasSize(128).startsWith("xxx");
        assertThat(KeyText.escaped("x".repeat(5_000), 128)).isNotEqualTo(KeyText.escaped("x".repeat(5_001), 128));
        assertThat(KeyText.escaped("x".repeat(128), 128)).isEqualTo("x".repeat(128));
    }

    @Test
    void aPathIsFitForALogLine() {
        assertThat(byFields("a")
                        .pathOf(of(Map.of("a", "secret")), partition("t", 3))
                        .toString())
                .startsWith("t-3")
                .doesNotContain("secret");
    }

    @Test
    void aKeyOf1023BytesFitsAndALongerOneDoesNot() {
        assertThat(ObjectNames.fits("a".repeat(1023))).isTrue();
        assertThat(ObjectNames.fits("a".repeat(1024))).isFalse();
        assertThat(ObjectNames.fits("汉".repeat(341))).isTrue();
        assertThat(ObjectNames.fits("汉".repeat(341) + "a")).isFalse();
    }

    /** Two records never name one object, because each has its own origin and offset; equal records always do. */
    @Property(tries = 2000)
    void differentRecordsGiveDifferentKeys(
            @ForAll("layouts") List<String> layout, @ForAll("records") SinkRecord a, @ForAll("records") SinkRecord b) {
        ObjectNames any = names(layout.toArray(String[]::new));
        boolean same = a.originalTopic().equals(b.originalTopic())
                && a.originalKafkaPartition().equals(b.originalKafkaPartition())
                && a.originalKafkaOffset() == b.originalKafkaOffset();

        if (!same) {
            assertThat(key(any, a)).isNotEqualTo(key(any, b));
        }
    }

    @Property(tries = 2000)
    void escapedTextIsAsciiAndTellsEveryTextApart(@ForAll String a, @ForAll String b) {
        assertThat(KeyText.escaped(a)).matches("[A-Za-z0-9._%-]+");
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(KeyText.escaped(a)))
                .isTrue();
        assertThat(KeyText.escaped(a).equals(KeyText.escaped(b))).isEqualTo(a.equals(b));
        assertThat(KeyText.escaped(a, 40).equals(KeyText.escaped(b, 40))).isEqualTo(a.equals(b));
    }

    /** Only such as the connector accepts. */
    @Provide
    Arbitrary<List<String>> layouts() {
        Arbitrary<String> delimiter = Arbitraries.of("/", "-", "_", ".", "+", "..", "-.", "@", "-~");
        Arbitrary<List<String>> how = Arbitraries.of(
                List.of(),
                List.of("partitioner.class", "field", FIELDS, "a,key"),
                List.of("partitioner.class", "field", FIELDS, "a", "partition.field.format.path", "false"),
                List.of("object.key.template", "{{origin_topic}}-{{partition}}-{{offset}}"),
                List.of("object.key.template", "{{offset}}-{{origin_topic}}-{{partition}}"),
                List.of("object.key.template", "{{key}}-{{value:a}}/{{origin_topic}}_{{partition}}.{{offset}}"),
                List.of("object.key.template", "{{partition}}/{{value:a}}-{{offset}}+{{origin_topic}}"));
        return Combinators.combine(
                        Arbitraries.of("", "topics", "a-0"),
                        delimiter,
                        delimiter.filter(d -> !d.equals("/")),
                        Arbitraries.integers().between(0, 19),
                        how,
                        Arbitraries.of("0", "2"))
                .as((prefix, directory, file, digits, rest, hash) -> {
                    List<String> all = new java.util.ArrayList<>(List.of(
                            "topics.dir", prefix,
                            "directory.delim", directory,
                            "file.delim", file,
                            "filename.offset.zero.pad.width", digits.toString(),
                            "object.key.hash.prefix.length", hash));
                    all.addAll(rest);
                    return all;
                })
                .filter(layout -> new OssSinkConnector()
                                .validate(Records.config(java.util.stream.Stream.concat(
                                                layout.stream(), java.util.stream.Stream.of("topics", "a,b"))
                                        .toArray(String[]::new)))
                                .configValues()
                                .stream()
                                .allMatch(value -> value.errorMessages().isEmpty()));
    }

    /** From few and nasty letters, so that near misses are common. */
    @Provide
    Arbitrary<SinkRecord> records() {
        Arbitrary<String> text = Arbitraries.of(
                "",
                "0",
                "-",
                "-0",
                "0-0",
                ".",
                "..",
                "+0",
                "partition=0",
                "_partition=0_",
                "a",
                "%2E",
                "a.",
                "a_b",
                "b");
        return Combinators.combine(
                        text,
                        text,
                        Arbitraries.integers().between(0, 11),
                        Arbitraries.longs().between(0, 11),
                        text,
                        text)
                .as((routed, origin, partition, offset, key, value) ->
                        Records.renamed(Records.record(origin, partition, offset, key, Map.of("a", value)), routed));
    }
}
