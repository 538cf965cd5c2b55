package dev.sluice.tablestore.client;

import com.alicloud.openservices.tablestore.ClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Which tables have been looked at, and what came of it. Task thread only; never waits. */
public final class Readiness {
    private final InstantSource clock;
    private final Duration limit;
    private final Map<String, Check> checks = new HashMap<>();

    /** @param askedAt when its first request was sent */
    private record Check(CompletableFuture<Void> answer, Instant askedAt) {}

    /** @param limit after which a look counts as lost: the client forgets a request now and then */
    Readiness(InstantSource clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * The look at the table; another one when there is none, when the last one failed, or when it was never answered.
     *
     * @param table name of a table
     * @param look asks the service
     * @return done when the table is ready
     */
    public CompletableFuture<Void> of(String table, Supplier<CompletableFuture<Void>> look) {
        Check known = checks.get(table);
        if (known != null && !known.answer().isDone() && isOverdue(known)) {
            // Whoever waits for it hears of it; an answer that comes after all counts for nothing.
            known.answer()
                    .completeExceptionally(new ClientException("no answer about table " + table + " within " + limit));
        }
        if (known == null || known.answer().isCompletedExceptionally()) {
            known = new Check(look.get(), clock.instant());
            checks.put(table, known);
        }
        return known.answer();
    }

    private boolean isOverdue(Check check) {
        return !clock.instant().isBefore(check.askedAt().plus(limit));
    }
}
