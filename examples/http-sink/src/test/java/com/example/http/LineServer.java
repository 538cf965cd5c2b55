package com.example.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small server that takes JSON lines: all of a request, or none when one is poisoned. Keeps its port when stopped. */
final class LineServer implements AutoCloseable {
    static final String POISON = "poison";

    /** One answer that comes before the usual ones; {@code retryAfter} is left out when it is empty. */
    record Answer(int status, String retryAfter) {}

    /** Takes the lines, then closes the connection instead of an answer. */
    static final Answer NONE = new Answer(0, "");

    /** A line names its record, so one that comes again is the same line and is kept once. */
    private final Set<String> lines = new LinkedHashSet<>();

    private final List<Long> arrivals = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch stalled = new CountDownLatch(1);
    private Answer planned = NONE;
    private int times;
    private boolean stalling;
    private int port;
    private Socket held = new Socket();
    private HttpServer server;
    private ExecutorService threads;

    LineServer() {
        start();
    }

    void start() {
        try {
            held.close();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = server.getAddress().getPort();
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "line-server");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/lines", this::take);
        server.start();
    }

    /** The port stays bound, so that nobody else gets it meanwhile; clients are refused. */
    void stop() {
        end();
        try {
            held = new Socket();
            held.setReuseAddress(true);
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        release();
        end();
        try {
            held.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        server.stop(0);
        threads.shutdownNow();
    }

    String url() {
        return "http://127.0.0.1:" + port + "/lines";
    }

    /** The next requests get this answer. */
    synchronized void answer(int count, Answer answer) {
        planned = answer;
        times = count;
    }

    /** From now on no request is answered, until {@link #release}; once in the life of a server. */
    synchronized void stall() {
        stalling = true;
    }

    synchronized void release() {
        stalling = false;
        times = 0;
        released.countDown();
    }

    void awaitStalled() throws InterruptedException {
        stalled.await();
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** When each request came, in nanoseconds of the system's timer. */
    synchronized List<Long> arrivals() {
        return List.copyOf(arrivals);
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (isStalling()) {
            stalled.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Answer answer = answerTo(exchange, body);
        if (answer.equals(NONE)) {
            throw new IOException("this closes the connection");
        }
        if (!answer.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
        }
        exchange.sendResponseHeaders(answer.status(), -1);
        exchange.close();
    }

    private synchronized boolean isStalling() {
        return stalling;
    }

    private synchronized Answer answerTo(HttpExchange exchange, String body) {
        arrivals.add(System.nanoTime());
        if (times > 0) {
            times--;
            if (planned.equals(NONE)) {
                body.lines().forEach(lines::add);
            }
            return planned;
        }
        if (!"application/x-ndjson".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            return new Answer(415, "");
        }
        if (body.contains(POISON)) {
            return new Answer(422, "");
        }
        body.lines().forEach(lines::add);
        return new Answer(204, "");
    }
}
