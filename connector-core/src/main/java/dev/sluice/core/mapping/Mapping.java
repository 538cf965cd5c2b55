package dev.sluice.core.mapping;

import dev.sluice.core.batch.BatchKey;
import org.jspecify.annotations.Nullable;

/** What became of a record in the mapper. */
public sealed interface Mapping<E> {

    /**
     * The destination gets this.
     *
     * @param batchKey entries with different keys never share a batch
     * @param orderingKey entries with equal keys (across all batch keys) reach the destination in offset order; null
     *     when order does not matter
     * @param sizeBytes what the entry takes of the memory budget and of a batch's size limit
     */
    record Mapped<E>(E value, BatchKey batchKey, @Nullable Object orderingKey, long sizeBytes) implements Mapping<E> {}

    /** The record is left out on purpose, and its offset is safe. */
    record Skipped<E>(String reason) implements Mapping<E> {}

    /**
     * The record cannot be mapped, now or later; tolerance decides what happens to it.
     *
     * @param reason names field and cure, never the content
     */
    record Unmappable<E>(String reason) implements Mapping<E> {}
}
