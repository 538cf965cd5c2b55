package dev.sluice.testkit.oss;

import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.internal.Course;
import dev.sluice.testkit.internal.EmulatedService;
import dev.sluice.testkit.internal.HttpCall;
import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.internal.HttpReply;
import dev.sluice.testkit.internal.RecentCalls;
import dev.sluice.testkit.internal.ServiceCall;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes each call in: names the operation, checks the signature, and words the answer. */
final class OssFrontDoor implements EmulatedService<OssEmulator.Call> {
    private static final Logger LOG = LoggerFactory.getLogger(OssEmulator.class);
    private static final Set<String> OPERATIONS =
            Arrays.stream(Operation.values()).map(Operation::serviceName).collect(Collectors.toUnmodifiableSet());

    private final OssService service;
    private final RequestVerifier verifier;
    private final InstantSource clock;
    private final AtomicLong requests = new AtomicLong();

    OssFrontDoor(OssService service, RequestVerifier verifier, InstantSource clock) {
        this.service = service;
        this.verifier = verifier;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "oss";
    }

    @Override
    public Set<String> operations() {
        return OPERATIONS;
    }

    @Override
    public Set<String> batches() {
        return Set.of(Operation.DELETE_MULTIPLE_OBJECTS.serviceName());
    }

    @Override
    public Fault.ServiceError internalError() {
        return new Fault.ServiceError(500, "InternalError");
    }

    @Override
    public ServiceCall<OssEmulator.Call> read(HttpCall call) {
        String requestId = requestId();
        OssRequest request;
        try {
            request = verifier.read(OssRequest.of(call, service.cnames()));
        } catch (OssError e) {
            OssRequest nothing =
                    new OssRequest(call.method(), "localhost", null, null, Map.of(), List.of(), call.body());
            return new Exchange(requestId, nothing, null, "Unknown", e);
        }
        Operation operation = Operation.of(request);
        List<String> unknown = Understanding.unknown(operation, request);
        boolean known = operation != null && unknown.isEmpty();
        String name = operation == null || !known ? named(operation, request, unknown) : operation.serviceName();
        return new Exchange(requestId, request, operation, name, refusal(request, known, name));
    }

    private @Nullable OssError refusal(OssRequest request, boolean known, String name) {
        try {
            verifier.verify(request);
        } catch (OssError e) {
            return e;
        }
        if (known) {
            return null;
        }
        LOG.warn("OSS emulator: {} is not implemented", name);
        return OssError.notImplemented(name);
    }

    private static String named(@Nullable Operation operation, OssRequest request, List<String> unknown) {
        return operation == null
                ? Understanding.describe(request, unknown)
                : operation.serviceName() + " with " + String.join(", ", unknown);
    }

    /** One call, from the address to the answer. */
    private final class Exchange implements ServiceCall<OssEmulator.Call> {
        private final String requestId;
        private final OssRequest request;
        private final @Nullable Operation operation;
        private final String name;
        private final @Nullable OssError refusal;

        Exchange(
                String requestId,
                OssRequest request,
                @Nullable Operation operation,
                String name,
                @Nullable OssError refusal) {
            this.requestId = requestId;
            this.request = request;
            this.operation = operation;
            this.name = name;
            this.refusal = refusal;
        }

        @Override
        public String operation() {
            return name;
        }

        @Override
        public String requestId() {
            return requestId;
        }

        @Override
        public boolean isAdmitted() {
            return refusal == null;
        }

        @Override
        public Answer answer(Fault.@Nullable FailRows failing) throws IOException {
            if (operation == null || refusal != null) {
                return error(refusal == null ? OssError.notImplemented(name) : refusal);
            }
            try {
                OssRequest carriedOut = failing == null ? request : PartialDelete.without(failing.rows(), request);
                return new Answer(complete(service.answer(operation, carriedOut), requestId), "");
            } catch (OssError e) {
                return error(e);
            }
        }

        @Override
        public Answer refuse(Fault.Refusal refused) {
            return error(InjectedErrors.of(refused));
        }

        private Answer error(OssError error) {
            return new Answer(
                    OssFrontDoor.this.error(error, request.method(), request.host(), requestId), error.code());
        }

        @Override
        public OssEmulator.Call record(Course course) {
            return new OssEmulator.Call(
                    RecentCalls.brief(name),
                    request.bucket() == null ? null : RecentCalls.brief(request.bucket()),
                    request.key() == null ? null : RecentCalls.brief(request.key()),
                    course.status(),
                    course.code(),
                    course.fault(),
                    course.duration(),
                    requestId);
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
