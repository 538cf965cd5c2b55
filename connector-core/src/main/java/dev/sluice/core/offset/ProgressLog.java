package dev.sluice.core.offset;

import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * The destination's own memory of which offsets are done, for a sink that stores each record once: it is written together
 * with the records, so after a crash it knows what Kafka's committed offsets cannot know. The pipeline asks it when a
 * partition is opened, begins where it says, and leaves out what it says is done already.
 *
 * <p>Called on the task thread. No method blocks and none throws; work is done on threads of the sink.
 */
public interface ProgressLog {

    /** Of a sink that has none: begins where Kafka says. */
    ProgressLog NONE = new ProgressLog() {
        @Override
        public void open(TopicPartition partition, Completion completion) {
            completion.complete(new OffsetSet());
        }

        @Override
        public void close(Collection<TopicPartition> partitions) {}

        @Override
        public void safe(TopicPartition partition, long offset) {}

        @Override
        public void flush() {}

        @Override
        public Collection<TopicPartition> takeLost() {
            return List.of();
        }
    };

    /** Takes the answer to one {@link #open}. Any thread; only the first call counts. */
    interface Completion {
        /**
         * The partition is this task's, and may be written.
         *
         * @param done which offsets are done; handed over, not changed by the caller any more.
         *     {@link OffsetSet#next} unknown: begins where Kafka says
         */
        void complete(OffsetSet done);

        /**
         * It could not be found out. The sink's classifier says what that means: it is tried again, or the task fails.
         *
         * @param error as it came
         */
        void fail(Throwable error);
    }

    /**
     * Finds out what is done of a partition, and takes it over: a task that had it before cannot store anything from now
     * on. Until the answer no record of the partition is accepted. Called again for the same partition after a failure,
     * when no answer came within {@code write.timeout.ms} (the call before counts for nothing then), and when the worker
     * goes back to an earlier offset.
     *
     * @param partition by origin
     * @param completion takes the answer; also before this method returns
     */
    void open(TopicPartition partition, Completion completion);

    /**
     * These partitions are given up. What was written for them before is not undone.
     *
     * @param partitions by origin; those that are not open count for nothing
     */
    void close(Collection<TopicPartition> partitions);

    /**
     * Notes that all offsets below this one are done: stored, skipped or reported. Made durable with the next write of the
     * partition, at the latest after {@link #flush}.
     *
     * @param partition by origin; one that is not open counts for nothing
     * @param offset never less than before, as long as the partition stays open
     */
    void safe(TopicPartition partition, long offset);

    /** Offsets are about to be committed to Kafka: begins to make durable what is noted, and does not wait for it. */
    void flush();

    /**
     * The partitions that are open here, and that another task took over. The worker may not know it yet, or there was a
     * misunderstanding: what is held of them is given up, and they are opened again, so that one task has them in the end.
     *
     * @return each one once; asked often, so it is cheap when there is none
     */
    Collection<TopicPartition> takeLost();
}
