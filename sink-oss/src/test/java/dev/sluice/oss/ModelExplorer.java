package dev.sluice.oss;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Makes all runs of a history, each with other choices. */
final class ModelExplorer {
    /**
     * What came of it.
     *
     * @param runs how many were made
     * @param violation what should not be; null when nothing was found
     * @param choices of the run that showed it
     */
    record Findings(long runs, @Nullable String violation, String choices) {}

    private final ModelHistory history;
    private final ModelMutant mutant;
    private final ModelScope scope;

    ModelExplorer(ModelHistory history, ModelMutant mutant, ModelScope scope) {
        this.history = history;
        this.mutant = mutant;
        this.scope = scope;
    }

    /** All runs in which no more than so much goes wrong, up to the first one that shows something. */
    Findings explore(int limit) {
        ModelChoices choices = new ModelChoices(limit);
        long runs = 0;
        try (Threads threads = new Threads()) {
            do {
                runs++;
                String violation = run(choices, threads);
                if (violation != null) {
                    return new Findings(runs, violation, choices.toString());
                }
            } while (choices.next());
        }
        return new Findings(runs, null, "");
    }

    /** One run again, in words. */
    List<String> replay(String chosen) {
        ModelChoices choices = ModelChoices.replay(chosen);
        try (Threads threads = new Threads()) {
            choices.tell(String.valueOf(run(choices, threads)));
        }
        return choices.story();
    }

    private @Nullable String run(ModelChoices choices, Threads threads) {
        return new ModelRun(new ModelWorld(history, mutant), choices, scope, threads.executor).run();
    }

    /** Threads for what goes on while something stands still. */
    private static final class Threads implements AutoCloseable {
        final ExecutorService executor = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "model");
            thread.setDaemon(true);
            return thread;
        });

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }
}
