package dev.sluice.tablestore.write;

import com.alicloud.openservices.tablestore.model.Error;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.write.EntryOutcome;
import dev.sluice.core.write.WriteResult;
import dev.sluice.tablestore.client.Failures;
import dev.sluice.tablestore.table.KeySchema;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the answer to a request means for each of its rows.
 *
 * @param superseded where refused conditions are counted; null when the rows have none
 */
record RowResults(
        KeySchema keys, AmbiguousWrites ambiguous, @Nullable Superseded superseded) {

    /** @param results in the order of the rows */
    <R> WriteResult of(int rows, List<R> results, Predicate<R> succeeded, Function<R, Error> error) {
        if (results.size() != rows) {
            throw new IllegalStateException(
                    "the service answered " + results.size() + " rows of a request with " + rows);
        }
        return new WriteResult.PerEntry(results.stream()
                .map(result -> succeeded.test(result) ? EntryOutcome.WRITTEN : outcome(error.apply(result)))
                .toList());
    }

    private EntryOutcome outcome(Error error) {
        if (superseded != null && Failures.CONDITION_CHECK_FAIL.equals(error.getCode())) {
            // The row comes from the same record or a later one, so this one is safe.
            superseded.count();
            return EntryOutcome.WRITTEN;
        }
        Failure failure = Failures.of(error.getCode(), error.getMessage(), null, null);
        return new EntryOutcome.Failed(ambiguous.of(failure, keys));
    }

    /** A request that failed as a whole: that again, or each of its rows. */
    CompletableFuture<WriteResult> ofRequest(int rows, Throwable error) {
        if (!ambiguous.reports(error, keys)) {
            return CompletableFuture.failedFuture(error);
        }
        Failure failure =
                AmbiguousWrites.reported(new Failures().classify(error).describe(), error);
        return CompletableFuture.completedFuture(
                new WriteResult.PerEntry(Collections.nCopies(rows, new EntryOutcome.Failed(failure))));
    }
}
