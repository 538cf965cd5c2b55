package dev.sluice.core.flow;

import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What the pipeline asks of the worker. Task thread only; none of it blocks. */
public interface FlowControl {

    /**
     * Delivers nothing more of these partitions; polling goes on. Connect forgets it when the partition is taken away.
     *
     * @param partitions open ones; may be paused already
     */
    void pause(Set<TopicPartition> partitions);

    /**
     * Delivers these partitions again, from where it stopped.
     *
     * @param partitions open ones; may not be paused
     */
    void resume(Set<TopicPartition> partitions);

    /**
     * Goes on with the partition from this offset. Counts from the next delivery on.
     *
     * @param partition an open one
     * @param offset 0 or more
     */
    void seek(TopicPartition partition, long offset);

    /**
     * Calls {@code put} after this time at the latest, once, even with nothing to deliver. A later call replaces it.
     *
     * @param time a millisecond or more
     */
    void wakeWithin(Duration time);
}
