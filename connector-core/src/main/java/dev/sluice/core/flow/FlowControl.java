package dev.sluice.core.flow;

import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What the pipeline asks of the worker. Task thread only. */
public interface FlowControl {

    /** Delivers nothing more of these partitions; polling goes on. */
    void pause(Set<TopicPartition> partitions);

    void resume(Set<TopicPartition> partitions);

    /** Calls {@code put} after this time at the latest, once, even with nothing to deliver. */
    void wakeWithin(Duration time);
}
