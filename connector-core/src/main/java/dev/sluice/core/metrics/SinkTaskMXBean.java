package dev.sluice.core.metrics;

/** What JMX shows of a task, as {@code dev.sluice:type=sink-task,connector=…,task=…}. Counts are since the task started. */
public interface SinkTaskMXBean {
    long getRecordsAccepted();

    long getRecordsWritten();

    long getRecordsSkipped();

    long getRecordsReported();

    /** Given up with their partition, or read again after a rewind. */
    long getRecordsDiscarded();

    /** Accepted and in none of the other counts. */
    long getRecordsPending();

    long getBatches();

    long getRetries();

    long getBufferUsedBytes();

    long getBufferLimitBytes();
}
