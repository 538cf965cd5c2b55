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
import java.util.zip.DeflaterOutputStream;

/** Makes signed answers, errors as well as successes. Thread-safe. */
final class Answers {
    private final AccessKeys keys;
    private final InstantSource clock;
    private final AtomicLong requests = new AtomicLong();

    Answers(AccessKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    String requestId() {
        return new UUID(clock.millis(), requests.incrementAndGet()).toString();
    }

    HttpReply error(HttpCall call, String path, String requestId, ServiceError error) throws IOException {
        byte[] body = Error.newBuilder()
                .setCode(error.code())
                .setMessage(error.text())
                .build()
                .toByteArray();
        return reply(call, path, requestId, error.status(), body);
    }

    HttpReply reply(HttpCall call, String path, String requestId, int status, byte[] body) throws IOException {
        List<HttpHeader> headers = new ArrayList<>();
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

    private static byte[] deflate(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(body);
        }
        return out.toByteArray();
    }
}
