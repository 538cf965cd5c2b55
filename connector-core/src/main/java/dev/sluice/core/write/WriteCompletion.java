package dev.sluice.core.write;

/**
 * Takes the answer to one write. Any thread; returns at once. Only the first call counts, so an answer that comes after
 * a timeout does no harm.
 */
public interface WriteCompletion {

    /**
     * The request was answered.
     *
     * @param result what the answer says; with one outcome for each entry it needs an {@code EntryBatch}
     */
    void complete(WriteResult result);

    /**
     * The request failed as a whole with what the client threw; the sink's classifier says what that means.
     *
     * @param error as it came, so that the classifier finds codes and causes; it is the cause of what stops the task,
     *     so its message may end up in a log
     */
    void fail(Throwable error);
}
