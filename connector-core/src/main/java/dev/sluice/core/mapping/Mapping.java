package dev.sluice.core.mapping;

import dev.sluice.core.batch.BatchKey;
import org.jspecify.annotations.Nullable;

/**
 * What became of a record in the mapper.
 *
 * @param <E> what the destination stores for one record
 */
public sealed interface Mapping<E> {

    /**
     * The destination gets this.
     *
     * @param <E> what the destination stores for one record
     * @param value is not changed any more, because it may be sent more than once
     * @param batchKey entries with different keys never share a batch
     * @param orderingKey entries with equal keys (across all batch keys) reach the destination in offset order; null
     *     when order does not matter. Immutable, with {@code equals} and {@code hashCode}.
     * @param sizeBytes what the entry takes of a batch's size limit: its size in a request; 0 or more
     * @param heldBytes heap that the value takes while it waits, about; the pipeline adds what the record takes. 0 when
     *     the batch consumes the entry on arrival and charges what it keeps itself.
     */
    record Mapped<E>(E value, BatchKey batchKey, @Nullable Object orderingKey, long sizeBytes, long heldBytes)
            implements Mapping<E> {
        /** Objects take more than their encoded form; measured for rows of short columns. */
        private static final long HEAP_FACTOR = 4;

        /**
         * For a mapper that cannot say what the value takes: it is taken for four times its size.
         *
         * @param value what the destination stores
         * @param batchKey entries with different keys never share a batch
         * @param orderingKey entries with equal keys reach the destination in offset order; null when order does not
         *     matter
         * @param sizeBytes size in a request; 0 is right only when the batch consumes the entry on arrival
         */
        public Mapped(E value, BatchKey batchKey, @Nullable Object orderingKey, long sizeBytes) {
            this(value, batchKey, orderingKey, sizeBytes, HEAP_FACTOR * sizeBytes);
        }
    }

    /**
     * The record is left out on purpose, and its offset is safe. It is counted and not reported.
     *
     * @param <E> what the destination stores for one record
     * @param reason is logged with the record's place, at debug level; no content
     */
    record Skipped<E>(String reason) implements Mapping<E> {}

    /**
     * The record is left out and reported on purpose, because the config asks for it: it goes where errant records are
     * reported, and the task goes on whatever is tolerated. Its offset is safe, and it counts as reported, when every
     * reporter has confirmed; a report that fails stops the task, and so does a task that has no reporter, because the
     * record would be lost. A mapper may use it only with a config for which
     * {@link dev.sluice.core.SinkDefinition#reportingOption} names the option that asks for it: then there is a reporter.
     *
     * @param <E> what the destination stores for one record
     * @param reason goes into the report; names field and option, never the content
     */
    record Reported<E>(String reason) implements Mapping<E> {}

    /**
     * The record cannot be mapped, now or later; tolerance decides what happens to it.
     *
     * @param <E> what the destination stores for one record
     * @param reason names field and cure, never the content
     */
    record Unmappable<E>(String reason) implements Mapping<E> {}
}
