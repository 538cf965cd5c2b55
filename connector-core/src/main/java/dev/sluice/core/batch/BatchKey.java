package dev.sluice.core.batch;

/**
 * What a batch may not mix: a table, an output path. Any immutable value with {@code equals}, {@code hashCode} and a
 * {@code toString} that is fit for a log line.
 */
public interface BatchKey {

    /** A key that is just a name. */
    static BatchKey of(String name) {
        return new NamedBatchKey(name);
    }
}
