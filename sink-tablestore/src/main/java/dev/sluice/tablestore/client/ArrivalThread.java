package dev.sluice.tablestore.client;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs callbacks on the client's I/O thread that an answer arrives on: ours only hand the answer over, so the client
 * needs no threads of its own for them. It holds nothing, so there is nothing to shut down.
 */
final class ArrivalThread extends AbstractExecutorService {

    @Override
    public void execute(Runnable callback) {
        callback.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
