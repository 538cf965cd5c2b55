package dev.sluice.oss.commit;

import static dev.sluice.oss.commit.CommitBench.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LogStateTest {
    private final LogState state = new LogState();

    private LogState after(LogLine... lines) {
        for (LogLine line : lines) {
            state.apply(line, "w");
        }
        return state;
    }

    private static List<String> unpublished(LogState state) {
        return state.unpublished().stream()
                .map(object -> object.object().uploadId())
                .toList();
    }

    @Test
    void anEmptyLogKnowsOfNothing() {
        assertThat(state.done().next()).isEqualTo(-1);
        assertThat(state.unpublished()).isEmpty();
        assertThat(state.writer()).isNull();
        assertThat(state.isSealed()).isFalse();
    }

    @Test
    void aCommittedObjectIsDoneAndHasToBePublished() {
        after(new LogLine.Safe(3), new LogLine.Committed(named("u", 5, 6)));
        assertThat(unpublished(state)).containsExactly("u");
        assertThat(state.done().next()).isEqualTo(3);
        assertThat(state.done().contains(5)).isTrue();
        after(new LogLine.Published(List.of("u", "somebody's")));
        assertThat(state.unpublished()).isEmpty();
        assertThat(state.done().contains(6)).isTrue();
    }

    @Test
    void anObjectThatWasLostIsNotDoneAlsoBelowWhatIsSafe() {
        after(new LogLine.Safe(0), new LogLine.Committed(named("u", 0, 1)), new LogLine.Committed(named("v", 2)));
        assertThat(state.done().next()).isEqualTo(3);
        after(new LogLine.Lost("u"));
        assertThat(state.done().next()).isZero();
        assertThat(state.done().contains(2)).isTrue();
        assertThat(unpublished(state)).containsExactly("v");
        after(new LogLine.Lost("nobody's"));
        assertThat(state.done().contains(2)).isTrue();
    }

    @Test
    void aResetForgetsAllBeforeIt() {
        after(new LogLine.Safe(10), new LogLine.Committed(named("u", 12)), new LogLine.Reset(4));
        assertThat(state.done().next()).isEqualTo(4);
        assertThat(state.done().end()).isEqualTo(4);
        assertThat(state.unpublished()).isEmpty();
        after(new LogLine.Reset(-1));
        assertThat(state.done().next()).isEqualTo(-1);
    }

    @Test
    void theLatestWriterCounts() {
        state.apply(new LogLine.Claim("a"), "first");
        state.apply(new LogLine.Claim("b"), "second");
        assertThat(state.writer()).isEqualTo("second");
    }

    @Property(tries = 300)
    void aLineThatIsThereTwiceChangesNothingAndASnapshotSaysAll(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int steps) {
        LogState once = new LogState();
        LogState twice = new LogState();
        LogState restarted = new LogState();
        List<String> open = new ArrayList<>();
        long next = 0;
        for (int i = 0; i < steps; i++) {
            LogLine line;
            int dice = random.nextInt(10);
            if (dice < 5) {
                String id = "u" + i;
                open.add(id);
                line = new LogLine.Committed(named(id, next, next + 1, next + 3));
                next += 4;
            } else if (dice < 7 && !open.isEmpty()) {
                line = new LogLine.Published(List.of(open.remove(random.nextInt(open.size()))));
            } else if (dice == 7 && !open.isEmpty()) {
                line = new LogLine.Lost(open.remove(random.nextInt(open.size())));
            } else if (dice == 8) {
                line = new LogLine.Safe(random.nextInt((int) next + 1));
            } else {
                line = random.nextInt(4) == 0 ? new LogLine.Reset(random.nextInt(3)) : new LogLine.Claim("c");
            }
            once.apply(line, "w");
            twice.apply(line, "w");
            twice.apply(line, "w");
            restarted.apply(line, "w");
            LogState fresh = new LogState();
            fresh.apply(restarted.snapshot(), "w");
            restarted = fresh;
            assertThat(twice.snapshot()).isEqualTo(once.snapshot());
            assertThat(restarted.snapshot()).isEqualTo(once.snapshot());
        }
    }
}
