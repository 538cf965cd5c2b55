package dev.sluice.testkit.junit;

import com.aliyun.oss.common.comm.IdleConnectionReaper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a test has left behind: threads that keep the process from ending, and clients that nobody closed, which show by
 * their threads (Kafka's, daemons or not; Tablestore's) or by what they registered (OSS).
 */
final class LeakCheck {
    /** A thread that was told to end takes a moment. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    /** After the first one that stayed, the others have had their moment too. */
    private static final Duration ONCE_IS_ENOUGH = Duration.ofMillis(1);

    private static final List<String> KAFKA_CLIENTS =
            List.of("kafka-producer-network-thread", "kafka-admin-client-thread", "kafka-coordinator-heartbeat-thread");

    /** A client of the whole class starts them when a test uses it, so only the end of the class can tell. */
    private static final List<String> STARTED_WHEN_USED = List.of("I/O dispatcher", "tablestore-");

    private final @Nullable LeakCheck outer;
    private final Set<Thread> known;
    private int ossClients;

    private LeakCheck(@Nullable LeakCheck outer, Set<Thread> known, int ossClients) {
        this.outer = outer;
        this.known = known;
        this.ossClients = ossClients;
    }

    /** @param outer the check of the class that this test is in, which then blames nobody for the same thing again */
    static LeakCheck begin(@Nullable LeakCheck outer) {
        return new LeakCheck(outer, new HashSet<>(Thread.getAllStackTraces().keySet()), IdleConnectionReaper.size());
    }

    /** @throws AssertionError that names all that was left since the beginning */
    void end(String test) {
        List<String> left = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Thread thread : suspects()) {
            if (!endsWithin(threads.isEmpty() ? GRACE : ONCE_IS_ENOUGH, thread)) {
                threads.add(thread);
                left.add((thread.isDaemon() ? "a client's thread" : "the non-daemon thread") + " \"" + thread.getName()
                        + "\"");
            }
        }
        int open = IdleConnectionReaper.size() - ossClients;
        if (open > 0) {
            left.add(open == 1 ? "an OSS client that is not shut down" : open + " OSS clients that are not shut down");
        }
        if (!left.isEmpty()) {
            if (outer != null) {
                outer.forgive(threads, Math.max(open, 0));
            }
            throw new AssertionError(test + " left behind: " + String.join(", ", left)
                    + ". Close what the test opens: shutdown() of a cloud client, close() of a Kafka client.");
        }
    }

    private void forgive(Collection<Thread> threads, int clients) {
        known.addAll(threads);
        ossClients += clients;
        if (outer != null) {
            outer.forgive(threads, clients);
        }
    }

    private List<Thread> suspects() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !known.contains(thread))
                .filter(thread -> !thread.isDaemon() || isAnyOf(KAFKA_CLIENTS, thread))
                .filter(thread -> outer == null || !isAnyOf(STARTED_WHEN_USED, thread))
                // JUnit's own, which watch timeouts and run tests.
                .filter(thread -> !thread.getName().startsWith("junit-"))
                .sorted(Comparator.comparing(Thread::getName))
                .toList();
    }

    private static boolean isAnyOf(List<String> prefixes, Thread thread) {
        return prefixes.stream().anyMatch(thread.getName()::startsWith);
    }

    private static boolean endsWithin(Duration grace, Thread thread) {
        try {
            thread.join(grace.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
