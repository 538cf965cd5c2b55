package dev.sluice.testkit.oss;

import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.fault.FaultPlan;
import dev.sluice.testkit.internal.HttpCall;
import dev.sluice.testkit.internal.HttpHandler;
import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.internal.HttpReply;
import dev.sluice.testkit.internal.RecentCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes each call in: names the operation, shows planned faults, checks the signature, and words the answer. */
final class OssFrontDoor implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(OssEmulator.class);

    private final OssService service;
    private final RequestVerifier verifier;
    private final FaultPlan faults;
    private final RecentCalls<OssEmulator.Call> calls;
    private final InstantSource clock;
    private final AtomicLong requests = new AtomicLong();

    OssFrontDoor(
            OssService service,
            RequestVerifier verifier,
            FaultPlan faults,
            RecentCalls<OssEmulator.Call> calls,
            InstantSource clock) {
        this.service = service;
        this.verifier = verifier;
        this.faults = faults;
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public HttpReply handle(HttpCall call) throws IOException {
        String requestId = requestId();
        OssRequest request;
        try {
            request = verifier.read(OssRequest.of(call, service.cnames()));
        } catch (OssError e) {
            calls.add(new OssEmulator.Call("Unknown", null, null, e.status()));
            return error(e, call.method(), "localhost", requestId);
        }
        Operation operation = Operation.of(request);
        List<String> unknown = Understanding.unknown(operation, request);
        String name =
                operation == null || !unknown.isEmpty() ? named(operation, request, unknown) : operation.serviceName();
        int status = 0;
        try {
            HttpReply reply = answer(request, operation, unknown, name, requestId);
            status = reply.status();
            return reply;
        } finally {
            // A call without an answer is recorded too, with no status.
            calls.add(new OssEmulator.Call(name, request.bucket(), request.key(), status));
        }
    }

    private HttpReply answer(
            OssRequest request, @Nullable Operation operation, List<String> unknown, String name, String requestId)
            throws IOException {
        Fault fault =
                faults.next(operation == null ? name : operation.serviceName()).orElse(null);
        if (fault instanceof Fault.DropConnection) {
            throw new IOException("dropped on request: " + name);
        } else if (fault instanceof Fault.Delay delay) {
            pause(delay.by());
        } else if (fault instanceof Fault.ServiceError planned) {
            return error(planned(planned), request.method(), request.host(), requestId);
        }
        HttpReply reply;
        try {
            verifier.verify(request);
            if (operation == null || !unknown.isEmpty()) {
                LOG.warn("OSS emulator: {} is not implemented", name);
                throw OssError.notImplemented(name);
            }
            reply = complete(service.answer(operation, request), requestId);
        } catch (OssError e) {
            reply = error(e, request.method(), request.host(), requestId);
        }
        if (fault instanceof Fault.AcceptThenDrop) {
            if (reply.content() != null) {
                reply.content().close();
            }
            throw new IOException("accepted, then dropped on request: " + name);
        }
        return reply;
    }

    private static String named(@Nullable Operation operation, OssRequest request, List<String> unknown) {
        return operation == null
                ? Understanding.describe(request, unknown)
                : operation.serviceName() + " with " + String.join(", ", unknown);
    }

    private static OssError planned(Fault.ServiceError fault) {
        OssError error = new OssError(fault.status(), fault.code(), "This error was asked for by the test.");
        Duration retryAfter = fault.retryAfter();
        if (retryAfter != null) {
            long seconds = Math.max(1, (retryAfter.toMillis() + 999) / 1000);
            error.withHeader("Retry-After", Long.toString(seconds))
                    .withHeader("x-oss-qos-delay-time", Long.toString(retryAfter.toMillis()));
        }
        return error;
    }

    /** Waits in real time; ends at once with the connection when the emulator stops. */
    private static void pause(Duration delay) throws InterruptedIOException {
        try {
            boolean unused = new CountDownLatch(1).await(delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while delaying");
        }
    }

    private HttpReply complete(HttpReply reply, String requestId) {
        List<HttpHeader> headers = new ArrayList<>(reply.headers().size() + 4);
        headers.addAll(reply.headers());
        common(headers, requestId);
        return new HttpReply(reply.status(), headers, reply.length(), reply.content());
    }

    private HttpReply error(OssError error, String method, String host, String requestId) {
        List<HttpHeader> headers = new ArrayList<>(error.headers());
        common(headers, requestId);
        if (error.status() == 304) {
            return HttpReply.empty(304, headers);
        }
        byte[] body = error.body(requestId, host);
        headers.add(new HttpHeader("Content-Type", XmlDocument.CONTENT_TYPE));
        if (method.equals("HEAD")) {
            headers.add(new HttpHeader("x-oss-err", Base64.getEncoder().encodeToString(body)));
            return new HttpReply(error.status(), headers, body.length, InputStream.nullInputStream());
        }
        return HttpReply.of(error.status(), headers, body);
    }

    private void common(List<HttpHeader> headers, String requestId) {
        headers.add(new HttpHeader("Server", "AliyunOSS"));
        headers.add(new HttpHeader("Date", HttpDates.http(clock.instant())));
        headers.add(new HttpHeader("x-oss-request-id", requestId));
        headers.replaceAll(header -> new HttpHeader(header.name(), Percent.headerWire(header.value())));
    }

    /** 24 hex digits like the service's. */
    private String requestId() {
        Instant now = clock.instant();
        return String.format(Locale.ROOT, "%08X%016X", now.getEpochSecond(), requests.incrementAndGet());
    }
}
