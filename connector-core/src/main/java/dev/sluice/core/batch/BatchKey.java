package dev.sluice.core.batch;

/**
 * What a batch may not mix: a table, an output path. Any immutable value with {@code equals}, {@code hashCode} and a
 * {@code toString} that is fit for a log line: no record content, no secret.
 */
public interface BatchKey {

    /**
     * A key that is just a name.
     *
     * @param name shown in log lines and messages
     * @return equal to every other key of this method with an equal name
     */
    static BatchKey of(String name) {
        return new NamedBatchKey(name);
    }
}
