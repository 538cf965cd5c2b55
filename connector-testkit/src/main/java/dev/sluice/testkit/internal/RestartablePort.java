package dev.sluice.testkit.internal;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A server that can be stopped and started again on the same port. Thread-safe. */
public final class RestartablePort {
    private final HttpHandler handler;
    private int port;
    private @Nullable HttpEndpoint endpoint;

    /** @param port 0 for any free one, which is kept from the first start on */
    public RestartablePort(int port, HttpHandler handler) {
        this.port = port;
        this.handler = handler;
    }

    /**
     * Listens; nothing happens when it already does.
     *
     * @throws java.io.UncheckedIOException when the port cannot be had
     */
    public synchronized void start() {
        if (endpoint == null) {
            endpoint = HttpEndpoint.listen(port, handler);
            port = endpoint.port();
        }
    }

    /** Closes the port and every connection; nothing happens when it is not started. */
    public synchronized void stop() {
        if (endpoint != null) {
            endpoint.close();
            endpoint = null;
        }
    }

    /**
     * The port, also while it is stopped.
     *
     * @throws IllegalStateException before the first start, when any port may be taken
     */
    public synchronized int port() {
        if (port == 0) {
            throw new IllegalStateException("start the emulator first: it has no port yet");
        }
        return port;
    }

    /** Its address, also while it is stopped; throws as {@link #port} does. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }
}
