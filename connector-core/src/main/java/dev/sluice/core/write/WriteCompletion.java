package dev.sluice.core.write;

/**
 * Takes the answer to one write. Any thread; returns at once. Only the first call counts, so an answer that comes after
 * a timeout does no harm.
 */
public interface WriteCompletion {

    void complete(WriteResult result);

    /** The request failed as a whole with what the client threw; the sink's classifier says what that means. */
    void fail(Throwable error);
}
