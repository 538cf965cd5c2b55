package com.example.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small server that takes JSON lines: all of a request, or none when one is poisoned. Keeps its port when stopped. */
final class LineServer implements AutoCloseable {
    static final String POISON = "poison";

    /** One answer that comes before the usual ones; {@code retryAfter} is left out when it is empty. */
    record Answer(int status, String retryAfter) {}

    private final List<String> lines = new ArrayList<>();
    private final List<Long> arrivals = new ArrayList<>();
    private final Queue<Answer> planned = new ArrayDeque<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch stalled = new CountDownLatch(1);
    private boolean stalling;
    private int port;
    private HttpServer server;
    private ExecutorService threads;

    LineServer() {
        start();
    }

    void start() {
        try {
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

    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Override
    public void close() {
        released.countDown();
        stop();
    }

    String url() {
        return "http://127.0.0.1:" + port + "/lines";
    }

    synchronized void answer(int status, String retryAfter) {
        planned.add(new Answer(status, retryAfter));
    }

    /** From now on no request is answered. */
    synchronized void stall() {
        stalling = true;
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
        if (!planned.isEmpty()) {
            return planned.remove();
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
