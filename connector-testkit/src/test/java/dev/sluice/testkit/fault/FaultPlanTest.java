package dev.sluice.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final Fault DROP = new Fault.DropConnection();
    private static final Fault STALL = new Fault.Stall();

    private final AtomicInteger released = new AtomicInteger();
    private final FaultPlan plan =
            new FaultPlan(Set.of("Put", "Get", "Batch"), Set.of("Batch"), released::incrementAndGet);

    private String luck(String operation, int calls) {
        StringBuilder luck = new StringBuilder();
        for (int i = 0; i < calls; i++) {
            luck.append(plan.next(operation).isPresent() ? 'x' : '.');
        }
        return luck.toString();
    }

    @Test
    void aFaultMeetsTheNextCallsOfItsOperation() {
        plan.inject(DROP, "Put", 2);

        assertThat(plan.next("Get")).isEmpty();
        assertThat(plan.next("Put")).contains(DROP);
        assertThat(plan.remaining()).isEqualTo(1);
        assertThat(plan.next("Put")).contains(DROP);
        assertThat(plan.next("Put")).isEmpty();
        assertThat(plan.remaining()).isZero();
    }

    @Test
    void aCallMeetsOneFaultTheFirstThatWasAskedFor() {
        plan.inject(DROP, FaultPlan.ALL_OPERATIONS, 1);
        plan.inject(STALL, "Put", 1);

        assertThat(plan.next("Put")).contains(DROP);
        assertThat(plan.next("Put")).contains(STALL);
    }

    @Test
    void theSameSeedGivesTheSameLuckToTheSameCalls() {
        plan.injectRandomly(DROP, "Put", 0.5, 7);
        String first = luck("Put", 64);
        plan.clear();
        plan.injectRandomly(DROP, "Put", 0.5, 7);

        assertThat(luck("Get", 64)).as("calls that do not match draw nothing").isEqualTo(".".repeat(64));
        assertThat(luck("Put", 64)).isEqualTo(first).contains("x", ".");
        plan.clear();
        plan.injectRandomly(DROP, "Put", 0.5, 8);
        assertThat(luck("Put", 64)).isNotEqualTo(first);
    }

    @Test
    void anotherFaultThatComesFirstDoesNotChangeTheLuckOfTheCallsAfterIt() {
        plan.injectRandomly(DROP, "Put", 0.5, 7);
        String alone = luck("Put", 64);
        plan.clear();
        plan.inject(STALL, "Put", 10);
        plan.injectRandomly(DROP, FaultPlan.ALL_OPERATIONS, 0.5, 7);

        assertThat(luck("Put", 10)).isEqualTo("x".repeat(10));
        assertThat(luck("Put", 54)).isEqualTo(alone.substring(10));
    }

    @Test
    void aProbabilityIsKeptToAndOneMeansAlways() {
        plan.injectRandomly(DROP, FaultPlan.ALL_OPERATIONS, 0.1, 1);
        long hits = luck("Get", 10_000).chars().filter(c -> c == 'x').count();
        assertThat(hits).isBetween(900L, 1100L);
        plan.clear();
        plan.injectRandomly(DROP, "Get", 1, 1);
        assertThat(luck("Get", 100)).isEqualTo("x".repeat(100));
    }

    @Test
    void thePlanSaysWhatMayStillHappenWithTheSeed() {
        plan.inject(new Fault.Delay(Duration.ofSeconds(1)), "Put", 3);
        plan.injectRandomly(DROP, "*", 0.25, 42);
        plan.next("Put");

        assertThat(plan.planned())
                .containsExactly(
                        new FaultPlan.Planned(
                                new Fault.Delay(Duration.ofSeconds(1)), "Put", new FaultPlan.Occurrence.Times(2)),
                        new FaultPlan.Planned(DROP, "*", new FaultPlan.Occurrence.Chance(0.25, 42)));
        assertThat(plan.toString())
                .contains("to Put, 2 times", "DropConnection[] to *, with probability 0.25, seed 42");
        assertThat(plan.remaining()).as("chance is never over").isEqualTo(2);
    }

    @Test
    void clearingForgetsAllAndReleases() {
        plan.inject(DROP, "Put", 1);
        plan.injectRandomly(DROP, "Put", 1, 1);
        plan.clear();

        assertThat(plan.next("Put")).isEmpty();
        assertThat(plan.planned()).isEmpty();
        assertThat(released).hasValue(1);
    }

    @Test
    void rowsFailInBatchesOnly() {
        Fault rows = new Fault.FailRows(Set.of(0), "Code");
        plan.inject(rows, "*", 1);
        plan.inject(DROP, "Put", 1);

        assertThat(plan.next("Put")).contains(DROP);
        assertThat(plan.next("Batch")).contains(rows);
        refused("FailRows cannot happen to Put, only to a batch (Batch)", () -> plan.inject(rows, "Put", 1));
    }

    @Test
    void whatCanNeverHappenIsRefusedWithASentence() {
        refused(
                "there is no operation \"Putt\"; there are Batch, Get, Put, and * for all",
                () -> plan.inject(DROP, "Putt", 1));
        refused("times must be 1 or more, was 0", () -> plan.inject(DROP, "Put", 0));
        List<Double> wrong = new ArrayList<>(List.of(0.0, -0.1, 1.1, Double.NaN));
        for (double probability : wrong) {
            refused("probability must be", () -> plan.injectRandomly(DROP, "Put", probability, 1));
        }
        refused("status must be 400 to 599", () -> new Fault.ServiceError(200, "OK"));
        refused("code must not be blank", () -> new Fault.ServiceError(500, " "));
        refused("by must not be negative", () -> new Fault.Delay(Duration.ofMillis(-1)));
        refused("retryAfter must not be negative", () -> new Fault.Throttle(Duration.ofMillis(-1)));
        refused("rows must be one or more numbers", () -> new Fault.FailRows(Set.of(), "Code"));
        assertThat(plan.next("Put")).isEqualTo(Optional.empty());
    }

    private static void refused(String sentence, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(sentence);
    }
}
