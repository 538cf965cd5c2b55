package dev.sluice.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that is down, where it used to be: hangs up on every caller, and counts them. */
final class ClosedPort implements AutoCloseable {
    private final ServerSocket socket;
    private final Thread thread;
    private final AtomicInteger callers = new AtomicInteger();

    ClosedPort(int port) {
        try {
            socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::hangUp, "closed-port-" + port);
        thread.setDaemon(true);
        thread.start();
    }

    private void hangUp() {
        while (!socket.isClosed()) {
            try (Socket caller = socket.accept()) {
                caller.setSoLinger(true, 0);
                callers.incrementAndGet();
            } catch (IOException e) {
                // The port is given back, or this caller has hung up first.
            }
        }
    }

    int callers() {
        return callers.get();
    }

    @Override
    public void close() {
        try {
            socket.close();
            // The port is free only when the thread has left accept().
            thread.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
