package dev.sluice.testkit.conformance;

import dev.sluice.core.ErrorMode;
import dev.sluice.core.SinkDefinition;
import dev.sluice.core.SinkEnvironment;
import dev.sluice.core.SinkParts;
import dev.sluice.core.batch.Batch;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.core.write.BatchWriter;
import dev.sluice.core.write.WriteCompletion;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/** A sink as it is, with each write and its answer noted. */
final class WatchedSink<E, B extends Batch<E>> implements SinkDefinition<E, B> {
    private final SinkDefinition<E, B> sink;
    private final CallLog calls;

    private WatchedSink(SinkDefinition<E, B> sink, CallLog calls) {
        this.sink = sink;
        this.calls = calls;
    }

    static <E, B extends Batch<E>> SinkDefinition<E, B> of(SinkDefinition<E, B> sink, CallLog calls) {
        return new WatchedSink<>(sink, calls);
    }

    @Override
    public ConfigDef define(ConfigDef frameworkOptions) {
        return sink.define(frameworkOptions);
    }

    @Override
    public void check(ConfigValues values, ConfigProblems problems) {
        sink.check(values, problems);
    }

    @Override
    public List<ErrorMode> errorModes() {
        return sink.errorModes();
    }

    @Override
    public SinkParts<E, B> open(SinkEnvironment environment) {
        SinkParts<E, B> parts = sink.open(environment);
        InstantSource clock = environment.clock();
        BatchWriter<B> writer = parts.writer();
        BatchWriter<B> watched = new BatchWriter<>() {
            @Override
            public void write(B batch, WriteCompletion completion) {
                WriteCompletion noted = calls.sent(clock, completion);
                try {
                    writer.write(batch, noted);
                } catch (RuntimeException e) {
                    // It counts as the answer.
                    noted.fail(e);
                }
            }

            @Override
            public void close() {
                writer.close();
            }
        };
        return new SinkParts<>(parts.mapper(), parts.batcher(), watched, parts.classifier(), parts.progress());
    }
}
