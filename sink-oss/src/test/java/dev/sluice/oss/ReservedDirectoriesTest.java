package dev.sluice.oss;

import static dev.sluice.oss.Records.names;
import static dev.sluice.oss.Records.partition;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a record says gets into a directory that holds no records. */
class ReservedDirectoriesTest {

    private static String key(ObjectNames names, SinkRecord record) {
        return names.keyOf(names.pathOf(record, partition(record.originalTopic(), record.originalKafkaPartition())), 7);
    }

    private static SinkRecord record(String topic, String key, String a, String b) {
        return Records.record(topic, 3, 7, key, Map.of("a", a, "b", b));
    }

    @ParameterizedTest
    @CsvSource({"topics, topics/", "'', ''"})
    void aTopicOfThatNameHasAnotherDirectory(String prefix, String begin) {
        ObjectNames names = names("topics.dir", prefix);

        assertThat(key(names, record("_sluice", "", "", "")))
                .isEqualTo(begin + "%5Fsluice/partition=3/_sluice+3+0000000007.json");
        assertThat(key(names, record("_sluice2", "", "", "")))
                .isEqualTo(begin + "_sluice2/partition=3/_sluice2+3+0000000007.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{topic}}/{{origin_topic}}+{{partition}}+{{offset}}",
                "{{key}}/{{origin_topic}}+{{partition}}+{{offset}}",
                "{{value:a}}{{value:b}}/{{origin_topic}}+{{partition}}+{{offset}}",
                "_{{value:b}}/{{origin_topic}}+{{partition}}+{{offset}}",
                "{{timestamp:'_sluice'}}/{{origin_topic}}+{{partition}}+{{offset}}",
                "deep/{{key}}/{{origin_topic}}+{{partition}}+{{offset}}",
                "{{timestamp:'_sluice/c/t'}}/{{origin_topic}}+{{partition}}+{{offset}}",
            })
    void neitherOneTextNorSeveralMakeIt(String template) {
        String key = key(
                names("object.key.template", template, "topics", "a,b"),
                record("_sluice", "_sluice", template.contains("_{{") ? "" : "_", "sluice"));

        assertThat(key).contains("%5Fsluice/").doesNotContain("/_sluice/");
    }

    @Test
    void aFieldsDirectoryIsNoneOfThem() {
        ObjectNames names = names(
                "partitioner.class", "field", "partition.field.name", "a", "partition.field.format.path", "false");

        assertThat(key(names, record("t", "", "_sluice", ""))).isEqualTo("topics/t/%5Fsluice/t+3+0000000007.json");
    }

    @Test
    void valuesThatAreStoredApartKeepTheirDirectoryToThemselves() {
        ObjectNames names = names(
                "directory.delim", "+", "object.key.template", "~values+{{origin_topic}}/{{partition}}/{{offset}}");

        assertThat(key(names, record("t", "", "", ""))).startsWith("topics+%7Evalues+t/");
    }

    @Property(tries = 2000)
    void noLayoutAndNoRecordMakesOne(@ForAll("layouts") List<String> layout, @ForAll("records") SinkRecord record) {
        String delimiter = layout.get(1);
        String key = key(names(layout.toArray(String[]::new)), record);
        List<String> steps = Arrays.asList(key.split("/", -1));

        assertThat(steps).doesNotContain("_sluice", "~values");
        assertThat(key).doesNotStartWith("topics" + delimiter + "_sluice" + delimiter);
        assertThat(key).doesNotStartWith("topics" + delimiter + "~values" + delimiter);
    }

    @Provide
    Arbitrary<List<String>> layouts() {
        return net.jqwik.api.Combinators.combine(
                        Arbitraries.of("/", "_", "-", "+", "~"),
                        Arbitraries.of("0", "2"),
                        Arbitraries.<List<String>>of(
                                List.of(),
                                List.of("partitioner.class", "field", "partition.field.name", "a,key,b"),
                                List.of("partitioner.class", "time", "path.format", "'_sluice'/'_sluice'"),
                                List.of("object.key.template", "{{topic}}/{{origin_topic}}+{{partition}}+{{offset}}"),
                                List.of(
                                        "object.key.template",
                                        "{{value:a}}{{key}}{{value:b}}/{{origin_topic}}+{{partition}}+{{offset}}"),
                                List.of(
                                        "object.key.template",
                                        "~{{value:a}}/{{origin_topic}}+{{partition}}+{{offset}}"),
                                List.of(
                                        "object.key.template",
                                        "_{{value:a}}/{{origin_topic}}+{{partition}}+{{offset}}")))
                .as((delimiter, hash, rest) -> {
                    List<String> all = new java.util.ArrayList<>(
                            List.of("directory.delim", delimiter, "object.key.hash.prefix.length", hash));
                    all.addAll(rest);
                    return all;
                });
    }

    @Provide
    Arbitrary<SinkRecord> records() {
        Arbitrary<String> text = Arbitraries.of(
                "_sluice", "sluice", "_", "", "~values", "values", "_slu", "ice", "a_sluice", "%5Fsluice", "/_sluice/");
        return net.jqwik.api.Combinators.combine(text, text, text, text).as(ReservedDirectoriesTest::record);
    }
}
