package dev.sluice.testkit.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that can be stopped and started again on the same port. While it is stopped the port is bound, and nobody
 * listens: clients are refused, and the kernel gives the port to nobody else. Thread-safe.
 */
public final class RestartablePort {
    private static final Logger LOG = LoggerFactory.getLogger(RestartablePort.class);

    private final HttpHandler handler;
    private int port;
    private @Nullable HttpEndpoint endpoint;
    private @Nullable Socket held;

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
            try {
                endpoint = HttpEndpoint.listen(port, handler);
            } catch (UncheckedIOException e) {
                if (held == null) {
                    throw e;
                }
                // Not every system lets a socket listen on a port that another one is bound to.
                letGo();
                endpoint = HttpEndpoint.listen(port, handler);
            }
            letGo();
            port = endpoint.port();
        }
    }

    /** Closes the port and every connection; nothing happens when it is not started. */
    public synchronized void stop() {
        if (endpoint != null) {
            endpoint.close();
            endpoint = null;
            hold();
        }
    }

    /**
     * Ports that the system chooses are from the range that outgoing connections take theirs from: a client of another
     * test, or this one's own when it connects to itself, would have it one day. Without a start it is freed as garbage.
     */
    private void hold() {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback(), port));
            held = socket;
        } catch (IOException e) {
            LOG.debug("The port {} cannot be held", port, e);
            close(socket);
        }
    }

    private void letGo() {
        if (held != null) {
            close(held);
            held = null;
        }
    }

    private static InetAddress loopback() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A port could not be let go", e);
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
