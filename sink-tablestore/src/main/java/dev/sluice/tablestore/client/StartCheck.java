package dev.sluice.tablestore.client;

import dev.sluice.core.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all known tables before the first record. What a person has to change stops the task here; an outage does not:
 * the tables are looked at again before the first write.
 */
public final class StartCheck {
    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);
    /** For all tables together; they are asked about at the same time. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Failures failures;

    /** @param failures says which errors an outage may be */
    public StartCheck(Failures failures) {
        this.failures = failures;
    }

    /**
     * Waits a little for what has begun.
     *
     * @param checks looks at tables, by name
     * @throws ConnectException with all that is wrong with the tables
     */
    public void run(Map<String, CompletableFuture<Void>> checks) {
        await(checks.values());
        List<String> problems = new ArrayList<>();
        Failure first = null;
        for (Map.Entry<String, CompletableFuture<Void>> check : checks.entrySet()) {
            String table = check.getKey();
            if (!check.getValue().isDone()) {
                LOG.warn("No answer about table {} yet; it is looked at again before the first write", table);
                continue;
            }
            Failure failure = failureOf(check.getValue());
            if (failure == null) {
                continue;
            }
            if (failure.isRetriable()) {
                LOG.warn("Table {} is looked at again before the first write: {}", table, failure.describe());
            } else {
                first = first == null ? failure : first;
                problems.add("table " + table + ": " + failure.describe());
            }
        }
        if (first != null) {
            throw new ConnectException(String.join("; ", problems), first.cause());
        }
    }

    private @Nullable Failure failureOf(CompletableFuture<Void> check) {
        return check.handle((ok, error) -> error == null ? null : failures.classify(error))
                .join();
    }

    private static void await(Collection<CompletableFuture<Void>> checks) {
        try {
            CompletableFuture.allOf(checks.toArray(CompletableFuture[]::new))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while the tables were looked at", e);
        } catch (ExecutionException | TimeoutException e) {
            // Each check is looked at by itself.
            LOG.debug("Not all tables are ready", e);
        }
    }
}
