package dev.sluice.testkit.conformance;

import dev.sluice.core.failure.Failure;
import dev.sluice.core.write.EntryOutcome;
import dev.sluice.core.write.WriteCompletion;
import dev.sluice.core.write.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the sink's writer was asked and what it answered, for a failure that has to explain itself. Its times are those
 * of the harness's clock. Thread-safe.
 */
final class CallLog {
    private final Map<Long, Instant> unanswered = new LinkedHashMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private long sent;
    private String lastFailure = "";
    private Instant lastFailureAt = Instant.EPOCH;

    /** Notes a write, and notes its answer before it passes it on. */
    synchronized WriteCompletion sent(InstantSource clock, WriteCompletion completion) {
        long call = sent++;
        unanswered.put(call, clock.instant());
        return new WriteCompletion() {
            @Override
            public void complete(WriteResult result) {
                Failure failure = failureIn(result);
                if (failure == null) {
                    answered(call);
                } else {
                    failed(call, failure.kind() + " " + failure.code(), text(failure), clock.instant());
                }
                completion.complete(result);
            }

            @Override
            public void fail(Throwable error) {
                failed(call, error.getClass().getSimpleName(), error.toString(), clock.instant());
                completion.fail(error);
            }
        };
    }

    private static @Nullable Failure failureIn(WriteResult result) {
        if (result instanceof WriteResult.Failed failed) {
            return failed.failure();
        }
        if (result instanceof WriteResult.PerEntry perEntry) {
            for (EntryOutcome outcome : perEntry.outcomes()) {
                if (outcome instanceof EntryOutcome.Failed failed) {
                    return failed.failure();
                }
            }
        }
        return null;
    }

    private static String text(Failure failure) {
        return failure.cause() == null ? failure.describe() : failure.describe() + ", caused by " + failure.cause();
    }

    private synchronized void answered(long call) {
        unanswered.remove(call);
    }

    private synchronized void failed(long call, String kind, String text, Instant now) {
        unanswered.remove(call);
        failures.merge(kind, 1, Integer::sum);
        lastFailure = text;
        lastFailureAt = now;
    }

    synchronized boolean hasUnanswered() {
        return !unanswered.isEmpty();
    }

    synchronized String describe(Instant now) {
        StringBuilder text = new StringBuilder("writes: " + sent + " sent, " + unanswered.size() + " unanswered");
        unanswered.values().stream()
                .findFirst()
                .ifPresent(first -> text.append(", the oldest for ")
                        .append(Duration.between(first, now).toMillis())
                        .append(" ms"));
        if (failures.isEmpty()) {
            return text.append("; none failed").toString();
        }
        return text.append(failures.entrySet().stream()
                        .map(entry -> entry.getValue() + " x " + entry.getKey())
                        .collect(Collectors.joining(", ", "; failed: ", "; the last one ")))
                .append(Duration.between(lastFailureAt, now).toMillis())
                .append(" ms ago: ")
                .append(lastFailure)
                .toString();
    }
}
