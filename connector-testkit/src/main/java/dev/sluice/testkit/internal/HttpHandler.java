package dev.sluice.testkit.internal;

import java.io.IOException;

/** Answers requests; called by many connection threads at once. */
@FunctionalInterface
public interface HttpHandler {

    /** Throwing an {@link IOException} closes the connection without an answer. */
    HttpReply handle(HttpCall call) throws IOException;
}
