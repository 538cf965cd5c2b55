package com.example.http;

import dev.sluice.core.PipelineSinkConnector;
import dev.sluice.core.PipelineSinkTask;
import dev.sluice.core.batch.EntryBatch;
import org.apache.kafka.connect.connector.Task;

/** Listed in META-INF/services, so that a worker finds it. */
public final class HttpSinkConnector extends PipelineSinkConnector {
    @Override
    protected HttpSink definition() {
        return new HttpSink();
    }

    @Override
    public Class<? extends Task> taskClass() {
        return HttpSinkTask.class;
    }

    /** Made by the worker. */
    public static final class HttpSinkTask extends PipelineSinkTask<String, EntryBatch<String>> {
        @Override
        protected HttpSink definition() {
            return new HttpSink();
        }
    }
}
