package dev.sluice.oss;

import static dev.sluice.oss.Records.partition;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNamesTest {
    private final ObjectNames names = new ObjectNames(Records.defaultLayout(), ".json");

    @Test
    void aKeyNamesTopicPartitionAndFirstOffset() {
        assertThat(names.keyOf(new ObjectPath("orders", partition("orders", 12)), 345))
                .isEqualTo("topics/orders/partition=12/orders+12+0000000345.json");
    }

    @Test
    void everyPartOfTheLayoutIsAnOption() {
        ObjectNames other = new ObjectNames(new LayoutOptions("raw/kafka", "_", "~", 3), ".json");

        assertThat(other.keyOf(new ObjectPath("t", partition("t", 0)), 12345))
                .isEqualTo("raw/kafka_t_partition=0_t~0~12345.json");
        assertThat(new ObjectNames(new LayoutOptions("", "/", "+", 0), ".json")
                        .keyOf(new ObjectPath("t", partition("t", 0)), 7))
                .isEqualTo("t/partition=0/t+0+7.json");
    }

    @Test
    void theRoutedTopicNamesTheDirectoryAndTheOriginNamesTheObject() {
        String a = names.keyOf(new ObjectPath("all", partition("a", 0)), 0);
        String b = names.keyOf(new ObjectPath("all", partition("b", 0)), 0);

        assertThat(a).isEqualTo("topics/all/partition=0/a+0+0000000000.json");
        assertThat(b).as("offsets of two topics overlap").isNotEqualTo(a);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "",
                "/",
                "../../etc/passwd",
                "a/../b",
                "\\..\\x",
                "a\u0000b",
                "%2E%2E",
                "\ud800",
                "😀",
                "a b?c#d&e=f+g",
                "\r\n"
            })
    void noTopicClimbsOutOfItsDirectory(String topic) {
        String key = names.keyOf(new ObjectPath(topic, partition("t", 0)), 0);

        List<String> steps = Arrays.asList(key.split("/", -1));
        assertThat(steps).hasSize(4).doesNotContain("", ".", "..");
        assertThat(key).startsWith("topics/").matches("[A-Za-z0-9._%+=/-]+");
    }

    @Test
    void aKeyOf1023BytesFitsAndALongerOneDoesNot() {
        assertThat(ObjectNames.fits("a".repeat(1023))).isTrue();
        assertThat(ObjectNames.fits("a".repeat(1024))).isFalse();
        assertThat(ObjectNames.fits("汉".repeat(341))).isTrue();
        assertThat(ObjectNames.fits("汉".repeat(341) + "a")).isFalse();
    }

    @Property(tries = 2000)
    void differentPathsAndOffsetsGiveDifferentKeys(
            @ForAll("layouts") LayoutOptions layout, @ForAll("objects") Named a, @ForAll("objects") Named b) {
        ObjectNames any = new ObjectNames(layout, ".json");

        assertThat(any.keyOf(a.path, a.offset).equals(any.keyOf(b.path, b.offset)))
                .isEqualTo(a.equals(b));
    }

    @Property(tries = 2000)
    void escapedTextIsAsciiAndTellsEveryTextApart(@ForAll String a, @ForAll String b) {
        assertThat(ObjectNames.escaped(a)).matches("[A-Za-z0-9._%-]+");
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(ObjectNames.escaped(a)))
                .isTrue();
        assertThat(ObjectNames.escaped(a).equals(ObjectNames.escaped(b))).isEqualTo(a.equals(b));
    }

    record Named(ObjectPath path, long offset) {}

    @Provide
    Arbitrary<LayoutOptions> layouts() {
        Arbitrary<String> delimiter = Arbitraries.of("/", "-", "_", ".", "+", "..", "-.", "@");
        return Combinators.combine(
                        Arbitraries.of("", "topics", "a-0"),
                        delimiter,
                        delimiter.filter(d -> !d.equals("/")),
                        Arbitraries.integers().between(0, 19))
                .as(LayoutOptions::new);
    }

    /** From few and nasty letters, so that near misses are common. */
    @Provide
    Arbitrary<Named> objects() {
        Arbitrary<String> topic = Arbitraries.of(
                "", "0", "-", "-0", "0-0", ".", "..", "+0", "partition=0", "_partition=0_", "a", "%2E", "a.");
        return Combinators.combine(
                        topic,
                        topic,
                        Arbitraries.integers().between(0, 11),
                        Arbitraries.longs().between(0, 11))
                .as((routed, origin, partition, offset) ->
                        new Named(new ObjectPath(routed, partition(origin, partition)), offset));
    }
}
