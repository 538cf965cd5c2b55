package dev.sluice.testkit.harness;

import dev.sluice.core.PipelineSinkTask;
import dev.sluice.core.SinkDefinition;
import dev.sluice.core.batch.Batch;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Runs a definition as its own task class would, with the time and chance of a test. */
final class DefinitionTask<E, B extends Batch<E>> extends PipelineSinkTask<E, B> {
    private final SinkDefinition<E, B> definition;

    DefinitionTask(SinkDefinition<E, B> definition, InstantSource clock, RandomGenerator random) {
        super(clock, random);
        this.definition = definition;
    }

    @Override
    protected SinkDefinition<E, B> definition() {
        return definition;
    }
}
