package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ComparisonTest {

    private final Map<Position, Integer> produced = new LinkedHashMap<>();

    ComparisonTest() {
        for (int number = 0; number < 5; number++) {
            produced.put(at(number), number);
        }
    }

    private static Position at(long offset) {
        return new Position("test", 1, offset);
    }

    private Comparison<Integer, String> comparison() {
        return new Comparison<>(produced, (position, number) -> "value " + number);
    }

    @Test
    void whatIsAllThereIsClean() {
        Comparison<Integer, String> comparison = comparison();
        produced.forEach((position, number) -> comparison.found(position, "value " + number));
        assertThat(comparison.result()).isEqualTo(new Comparison.Result(5, 0, 0, 0, 0, java.util.List.of()));
        assertThat(comparison.result().clean()).isTrue();
    }

    @Test
    void aMissingRecordIsFound() {
        Comparison<Integer, String> comparison = comparison();
        for (int number : new int[] {0, 1, 3, 4}) {
            comparison.found(at(number), "value " + number);
        }
        Comparison.Result result = comparison.result();
        assertThat(result.clean()).isFalse();
        assertThat(result.missing()).isEqualTo(1);
        assertThat(result.found()).isEqualTo(4);
        assertThat(result.examples()).containsExactly("missing test-1@2");
    }

    @Test
    void aDuplicateIsFoundAndDoesNotHideAMissingOne() {
        Comparison<Integer, String> comparison = comparison();
        for (int number : new int[] {0, 1, 1, 3, 4}) {
            comparison.found(at(number), "value " + number);
        }
        Comparison.Result result = comparison.result();
        assertThat(result.clean()).isFalse();
        assertThat(result.found()).as("the numbers alone would look right").isEqualTo(produced.size());
        assertThat(result.duplicates()).isEqualTo(1);
        assertThat(result.missing()).isEqualTo(1);
        assertThat(result.examples()).containsExactly("duplicate test-1@1", "missing test-1@2");
    }

    @Test
    void anAlteredRecordIsFound() {
        Comparison<Integer, String> comparison = comparison();
        produced.forEach((position, number) -> comparison.found(position, number == 3 ? "value 4" : "value " + number));
        Comparison.Result result = comparison.result();
        assertThat(result.clean()).isFalse();
        assertThat(result.altered()).isEqualTo(1);
        assertThat(result.missing()).isZero();
        assertThat(result.examples()).containsExactly("altered test-1@3");
    }

    @Test
    void aRecordThatNobodyProducedIsFound() {
        Comparison<Integer, String> comparison = comparison();
        produced.forEach((position, number) -> comparison.found(position, "value " + number));
        comparison.found(at(99), "value 99");
        comparison.found(new Position("other", 1, 0), "value 0");
        Comparison.Result result = comparison.result();
        assertThat(result.clean()).isFalse();
        assertThat(result.unexpected()).isEqualTo(2);
        assertThat(result.examples()).containsExactly("unexpected test-1@99", "unexpected other-1@0");
    }

    @Test
    void onlySomeExamplesAreKept() {
        for (int number = 5; number < 100; number++) {
            produced.put(at(number), number);
        }
        Comparison.Result result = comparison().result();
        assertThat(result.missing()).isEqualTo(100);
        assertThat(result.examples()).hasSize(10);
    }
}
