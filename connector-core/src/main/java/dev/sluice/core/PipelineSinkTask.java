package dev.sluice.core;

import dev.sluice.core.batch.Batch;
import org.apache.kafka.connect.sink.SinkTask;

/** The task of a sink: a sink's own class only names its definition. */
public abstract class PipelineSinkTask<E, B extends Batch<E>> extends SinkTask {

    protected abstract SinkDefinition<E, B> definition();
}
