package dev.sluice.cli;

import java.util.concurrent.CountDownLatch;

/** Serves until the process is told to end, by SIGTERM or by Ctrl-C, and then ends it with 0: that was the plan. */
final class UntilStopped {

    private UntilStopped() {}

    /** Never returns. What is given is closed when the signal comes. */
    static void serve(AutoCloseable... toClose) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(toClose), "sluice-shutdown"));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(AutoCloseable... toClose) {
        try {
            for (AutoCloseable one : toClose) {
                one.close();
            }
        } catch (Exception e) {
            System.err.println("sluice: not everything was closed: " + e.getMessage());
        } finally {
            // A process that was signalled would end with 128 + the signal's number; only halt can say otherwise here.
            Runtime.getRuntime().halt(0);
        }
    }
}
