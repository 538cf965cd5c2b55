package com.example.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.failure.*;
import dev.sluice.core.write.*;
import java.io.IOException;
import java.net.*;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.*;

/**
 * Posts on its own threads, of which max.in.flight.requests are busy at most. {@code java.net.http} would need none, but
 * JDK 17 cannot close its client: the thread of that stays until the client is garbage. These end with the task.
 */
final class HttpWriter implements BatchWriter<EntryBatch<String>> {
    private final String url;
    private final ExecutorService pool;
    private final Set<HttpURLConnection> open = ConcurrentHashMap.newKeySet();

    HttpWriter(String url, String task) {
        this.url = url;
        pool = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "http-sink-" + task);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void write(EntryBatch<String> batch, WriteCompletion completion) {
        StringBuilder lines = new StringBuilder();
        batch.entries().forEach(entry -> lines.append(entry.value()));
        pool.execute(() -> {
            try {
                completion.complete(post(lines.toString().getBytes(UTF_8)));
            } catch (IOException | RuntimeException e) {
                completion.fail(e);
            }
        });
    }

    private WriteResult post(byte[] body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
        open.add(connection);
        try {
            connection.setConnectTimeout(10_000);
            connection.setReadTimeout(30_000);
            connection.setDoOutput(true);
            // A body of known length is never sent again behind our back: the pipeline decides about retries.
            connection.setFixedLengthStreamingMode(body.length);
            connection.setRequestProperty("Content-Type", "application/x-ndjson");
            // Kept alive, it would go to a cache of the whole JVM and outlive the task.
            connection.setRequestProperty("Connection", "close");
            connection.getOutputStream().write(body);
            return connection.getResponseCode() / 100 == 2
                    ? WriteResult.WRITTEN
                    : new WriteResult.Failed(failure(connection.getResponseCode(), connection));
        } finally {
            open.remove(connection);
            connection.disconnect();
        }
    }

    private static Failure failure(int status, HttpURLConnection connection) {
        String wait = connection.getHeaderField("Retry-After"); // when it is a date, our own backoff has to do
        Duration pause = wait != null && wait.matches("\\d{1,5}") ? Duration.ofSeconds(Long.parseLong(wait)) : null;
        String code = "HTTP " + status;
        return switch (status) {
            case 400, 413, 422 -> Failure.rejected(code, "the server does not take this");
            case 401, 403 -> Failure.of(FailureKind.FATAL, code, "the server must let this worker in");
            case 404 -> Failure.of(FailureKind.FATAL, code, "nothing is there; correct " + HttpSink.URL);
            case 429 -> new Failure(FailureKind.THROTTLED, code, "too many requests", pause, null);
            default ->
                status == 408 || status >= 500
                        ? new Failure(FailureKind.TRANSIENT, code, "the server is not well", pause, null)
                        : Failure.of(FailureKind.FATAL, code, "an answer that this sink does not know");
        };
    }

    static Failure classify(Throwable error) {
        return error instanceof IOException
                ? Failure.of(FailureKind.TRANSIENT, "Connection", "no answer from the server", error)
                : Failure.unknown(error);
    }

    @Override
    public void close() {
        pool.shutdownNow();
        // One that ends by itself meanwhile may make disconnect throw: a FutureTask keeps that to itself.
        open.forEach(connection -> new FutureTask<>(connection::disconnect, "done").run());
    }
}
