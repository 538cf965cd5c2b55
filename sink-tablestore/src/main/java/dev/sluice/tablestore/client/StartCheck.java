package dev.sluice.tablestore.client;

import dev.sluice.core.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
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
     * Looks at all tables at the same time, and waits a little.
     *
     * @param tables with one name, they are one
     * @param name of a table
     * @param look done when rows may be written
     * @param <T> what the config says of a table
     * @throws ConnectException with all that is wrong with the tables
     */
    public <T> void run(Stream<T> tables, Function<T, String> name, Function<T, CompletableFuture<Void>> look) {
        Map<String, CompletableFuture<Void>> checks = new LinkedHashMap<>();
        tables.forEach(table -> checks.computeIfAbsent(name.apply(table), any -> look.apply(table)));
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
