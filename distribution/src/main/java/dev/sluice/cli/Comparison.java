package dev.sluice.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Holds what a destination has against what was produced, record by record.
 *
 * @param <S> what is remembered of a record that was sent
 * @param <V> what the destination should have of it; compared with equals
 */
final class Comparison<S, V> {

    private static final int MAX_EXAMPLES = 10;

    /**
     * What came out.
     *
     * @param found records that the destination has, counted as often as they are there
     * @param missing produced, but not there
     * @param duplicates there a second time, or more often
     * @param altered there, but not as produced
     * @param unexpected there, but never produced
     * @param examples some of the last four kinds, with their positions
     */
    record Result(long found, long missing, long duplicates, long altered, long unexpected, List<String> examples) {

        Result {
            examples = List.copyOf(examples);
        }

        boolean clean() {
            return missing == 0 && duplicates == 0 && altered == 0 && unexpected == 0;
        }
    }

    private final Map<Position, S> produced;
    private final BiFunction<Position, S, V> expected;
    private final Set<Position> seen = new HashSet<>();
    private final List<String> examples = new ArrayList<>();
    private long found;
    private long duplicates;
    private long altered;
    private long unexpected;

    /**
     * Starts with nothing found.
     *
     * @param produced all records that were produced
     * @param expected what the destination should have of one of them
     */
    Comparison(Map<Position, S> produced, BiFunction<Position, S, V> expected) {
        this.produced = produced;
        this.expected = expected;
    }

    /** Takes one record of the destination. */
    void found(Position position, V actual) {
        found++;
        S sent = produced.get(position);
        if (sent == null) {
            unexpected++;
            example("unexpected", position);
        } else if (!seen.add(position)) {
            duplicates++;
            example("duplicate", position);
        } else if (!expected.apply(position, sent).equals(actual)) {
            altered++;
            example("altered", position);
        }
    }

    /** Says what came out, once everything was taken. */
    Result result() {
        for (Position position : produced.keySet()) {
            if (!seen.contains(position)) {
                example("missing", position);
            }
        }
        return new Result(found, produced.size() - seen.size(), duplicates, altered, unexpected, examples);
    }

    private void example(String kind, Position position) {
        if (examples.size() < MAX_EXAMPLES) {
            examples.add(kind + " " + position);
        }
    }
}
