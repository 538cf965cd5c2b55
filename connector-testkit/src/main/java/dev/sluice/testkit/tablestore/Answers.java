package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.Error;
import dev.sluice.testkit.internal.HttpCall;
import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.internal.HttpReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.zip.DeflaterOutputStream;

/** Makes signed answers, errors as well as successes. Thread-safe. */
final class Answers {
    private final AccessKeys keys;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final AtomicLong requests = new AtomicLong();

    /** @param nanoTime by which the time that an answer took is measured */
    Answers(AccessKeys keys, InstantSource clock, LongSupplier nanoTime) {
        this.keys = keys;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    String requestId() {
        return new UUID(clock.millis(), requests.incrementAndGet()).toString();
    }

    /** What {@link #reply} is told when a request has been read. */
    long now() {
        return nanoTime.getAsLong();
    }

    HttpReply error(HttpCall call, String path, String requestId, ServiceError error, long began) throws IOException {
        byte[] body = Error.newBuilder()
                .setCode(error.code())
                .setMessage(error.text())
                .build()
                .toByteArray();
        return reply(call, path, requestId, error.status(), body, began);
    }

    /** @param began when the request had been read, of {@link #now()} */
    HttpReply reply(HttpCall call, String path, String requestId, int status, byte[] body, long began)
            throws IOException {
        List<HttpHeader> headers = new ArrayList<>();
        long millis = (now() - began) / 1_000_000;
        if (millis > traceThreshold(call)) {
            String trace = call.header("x-ots-sdk-traceid");
            headers.add(new HttpHeader("x-ots-traceinfo", (trace == null ? "" : trace + " ") + millis + " ms"));
        }
        headers.add(new HttpHeader("x-ots-contentmd5", Gate.md5(body)));
        headers.add(new HttpHeader("x-ots-contenttype", "protocol buffer"));
        headers.add(new HttpHeader("x-ots-requestid", requestId));
        headers.add(new HttpHeader(
                "x-ots-date", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString()));
        byte[] sent = body;
        if ("deflate".equalsIgnoreCase(call.header("x-ots-response-compress-type")) && body.length > 0) {
            // The MD5 stays that of the content: clients inflate before they check it.
            headers.add(new HttpHeader("x-ots-response-compress-type", "deflate"));
            headers.add(new HttpHeader("x-ots-response-compress-size", Integer.toString(body.length)));
            sent = deflate(body);
        }
        headers.add(new HttpHeader("authorization", keys.authorization(call, path, headers)));
        return HttpReply.of(status, headers, sent);
    }

    /** How long an answer may take, in ms, before the client wants to be told where the time went. */
    private static long traceThreshold(HttpCall call) {
        String sent = call.header("x-ots-trace-threshold");
        try {
            return sent == null ? Long.MAX_VALUE : Long.parseLong(sent);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static byte[] deflate(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(body);
        }
        return out.toByteArray();
    }
}
