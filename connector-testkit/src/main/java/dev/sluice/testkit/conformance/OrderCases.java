package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.Run.P0;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

abstract class OrderCases extends Cases {
    private static final long SEED = 7;

    @Test
    void recordsOfAKeyAreStoredInTheirOrder() {
        run.harness.maxPollRecords(9);
        run.start(P0);
        produceFewKeys(100);
        run.settle(P0);

        keysAreInOrder();
    }

    @Test
    void recordsOfAKeyKeepTheirOrderWhenRequestsAreRepeated() {
        run.harness.maxPollRecords(9);
        run.start(P0);
        RandomGenerator random = new SplittableRandom(SEED);
        for (int i = 0; i < 12; i++) {
            run.sink.trouble(Trouble.THROTTLED, 1 + random.nextInt(2));
            produceFewKeys(9);
            run.send();
        }
        run.settle(P0);

        keysAreInOrder();
    }

    private void produceFewKeys(int records) {
        RandomGenerator random = new SplittableRandom(SEED);
        for (int i = 0; i < records; i++) {
            run.produce(P0, "k" + random.nextInt(3), "");
        }
    }

    /** A record may be there twice, so the first time counts. */
    private void keysAreInOrder() {
        Map<String, List<Stored>> expected = byKey(run.produced(P0));
        if (run.sink.keepsOnlyTheLatestOfAKey()) {
            expected.replaceAll((key, all) -> all.subList(all.size() - 1, all.size()));
        }
        assertThat(byKey(List.copyOf(new LinkedHashSet<>(run.sink.stored()))))
                .as("stored, key by key (the order of keys and trouble is random, seed %s)", SEED)
                .isEqualTo(expected);
    }

    private static Map<String, List<Stored>> byKey(List<Stored> records) {
        return records.stream().collect(Collectors.groupingBy(Stored::key, LinkedHashMap::new, Collectors.toList()));
    }
}
