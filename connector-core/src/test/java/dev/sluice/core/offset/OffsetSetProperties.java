package dev.sluice.core.offset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OffsetSetProperties {
    /** Where the set begins a new block. */
    private static final int BLOCK = 1 << 16;

    /** The same thing offset by offset, of a window around the end of a block. All below the window is done or not. */
    private static final class Model {
        final long start;
        final long end;
        final TreeSet<Long> done = new TreeSet<>();
        boolean known;

        Model(long start, long end) {
            this.start = start;
            this.end = end;
        }

        long next() {
            if (!known) {
                return OffsetSet.UNKNOWN;
            }
            long next = start;
            while (done.contains(next)) {
                next++;
            }
            return next;
        }

        long end() {
            return done.isEmpty() || (known && done.last() < next()) ? next() : done.last() + 1;
        }

        List<Long> above() {
            return List.copyOf(known ? done.tailSet(next()) : done);
        }
    }

    @Property(tries = 300)
    void isWhatASortedSetOfOffsetsIs(
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 60) int steps,
            @ForAll @IntRange(min = 0, max = 3) int block) {
        long start = Math.max(0, (long) block * BLOCK - 40);
        Model model = new Model(start, start + 120);
        OffsetSet set = new OffsetSet();
        for (int i = 0; i < steps; i++) {
            long from = start + random.nextInt(120);
            long to = Math.min(model.end, from + random.nextInt(30));
            int dice = random.nextInt(6);
            if (dice == 0) {
                set.raise(from);
                if (!model.known || from > model.next()) {
                    model.known = true;
                    for (long offset = start; offset < from; offset++) {
                        model.done.add(offset);
                    }
                }
            } else if (dice < 4) {
                set.add(from, to);
                for (long offset = from; offset < to; offset++) {
                    model.done.add(offset);
                }
            } else {
                set.remove(from, to);
                for (long offset = from; offset < to; offset++) {
                    model.done.remove(offset);
                }
            }
            check(set, model);
            check(set.copy(), model);
        }
    }

    private static void check(OffsetSet set, Model model) {
        assertThat(set.next()).as("next").isEqualTo(model.next());
        assertThat(set.end()).as("end").isEqualTo(model.end());
        for (long offset = model.start; offset < model.end; offset++) {
            assertThat(set.contains(offset)).as("offset %s", offset).isEqualTo(model.done.contains(offset));
        }
        List<Long> told = new ArrayList<>();
        long[] last = {Long.MIN_VALUE};
        set.visit((from, to) -> {
            assertThat(from).as("runs touch one another, or are out of order").isGreaterThan(last[0]);
            assertThat(to).isGreaterThan(from);
            last[0] = to;
            for (long offset = from; offset < to; offset++) {
                told.add(offset);
            }
        });
        assertThat(told).isEqualTo(model.above());
    }

    @Test
    void aSetThatKnowsOfNothingHasNoEnd() {
        OffsetSet set = new OffsetSet();
        assertThat(set.next()).isEqualTo(OffsetSet.UNKNOWN);
        assertThat(set.end()).isEqualTo(OffsetSet.UNKNOWN);
        assertThat(set.contains(0)).isFalse();
        set.remove(0, 5);
        assertThat(set.end()).isEqualTo(OffsetSet.UNKNOWN);
    }

    @Test
    void whatIsDoneDoesNotSayWhereToBeginAsLongAsNobodyDid() {
        OffsetSet set = new OffsetSet();
        set.add(0, 10);
        assertThat(set.next()).isEqualTo(OffsetSet.UNKNOWN);
        assertThat(set.end()).isEqualTo(10);
        set.raise(0);
        assertThat(set.next()).as("now the offsets above count").isEqualTo(10);
    }

    @Test
    void aRunOverTheEndOfABlockIsOneRun() {
        OffsetSet set = new OffsetSet();
        set.raise(5);
        set.add(BLOCK - 3, 2 * BLOCK + 3);
        List<Long> runs = new ArrayList<>();
        set.visit((from, to) -> {
            runs.add(from);
            runs.add(to);
        });
        assertThat(runs).containsExactly(BLOCK - 3L, 2 * BLOCK + 3L);
        set.add(5, BLOCK - 3);
        assertThat(set.next()).isEqualTo(2 * BLOCK + 3L);
        assertThat(set.toString()).isEqualTo("below 131075");
    }

    @Test
    void whatIsTakenBackBelowTheFloorLeavesTheRestDone() {
        OffsetSet set = new OffsetSet();
        set.raise(3L * BLOCK);
        set.remove(BLOCK - 1, BLOCK + 1);
        assertThat(set.next()).isEqualTo(BLOCK - 1);
        assertThat(set.contains(BLOCK)).isFalse();
        assertThat(set.contains(BLOCK + 1)).isTrue();
        assertThat(set.end()).isEqualTo(3L * BLOCK);
        set.add(BLOCK - 1, BLOCK + 1);
        assertThat(set.next()).isEqualTo(3L * BLOCK);
    }

    @Test
    void aCopyDoesNotChangeWithTheOriginal() {
        OffsetSet set = new OffsetSet();
        set.raise(1);
        set.add(5, 7);
        OffsetSet copy = set.copy();
        set.add(7, 9);
        set.raise(6);
        assertThat(copy.end()).isEqualTo(7);
        assertThat(copy.next()).isEqualTo(1);
    }
}
