package dev.sluice.testkit.sts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.fault.FaultPlan;
import dev.sluice.testkit.internal.HttpCall;
import dev.sluice.testkit.internal.HttpHandler;
import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.internal.HttpReply;
import dev.sluice.testkit.internal.RecentCalls;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Takes each call in: tells which of the two services it is for, shows planned faults, and words the answer. */
final class StsFrontDoor implements HttpHandler {
    private static final int LONGEST_FORM = 64 << 10;

    private final StsOperations operations;
    private final Metadata metadata;
    private final FaultPlan faults;
    private final RecentCalls<StsCall> calls;
    private final AtomicLong requests = new AtomicLong();

    StsFrontDoor(StsOperations operations, Metadata metadata, FaultPlan faults, RecentCalls<StsCall> calls) {
        this.operations = operations;
        this.metadata = metadata;
        this.faults = faults;
        this.calls = calls;
    }

    /** What a call asks for, and for whom. */
    private record Asked(
            String operation, String role, @Nullable RpcRequest rpc) {}

    @Override
    public HttpReply handle(HttpCall call) throws IOException {
        int mark = call.target().indexOf('?');
        String path = mark < 0 ? call.target() : call.target().substring(0, mark);
        String form = new String(call.body().readNBytes(LONGEST_FORM), UTF_8);
        Asked asked = new Asked("Unknown", "", null);
        int status = 0;
        String code = "";
        try {
            asked = asked(call, path, mark < 0 ? null : call.target().substring(mark + 1), form);
            Fault fault = faults.next(asked.operation).orElse(null);
            show(fault);
            HttpReply reply =
                    HttpReply.of(200, headers(asked), answer(asked, call).getBytes(UTF_8));
            if (fault instanceof Fault.AcceptThenDrop) {
                throw new IOException("accepted, then dropped by a fault");
            }
            status = 200;
            return reply;
        } catch (StsError e) {
            status = e.status();
            code = e.code();
            return HttpReply.of(e.status(), headers(asked), error(asked, e).getBytes(UTF_8));
        } finally {
            // A call without an answer is recorded too, with no status.
            calls.add(new StsCall(asked.operation, asked.role, status, code));
        }
    }

    private static Asked asked(HttpCall call, String path, @Nullable String query, String form) throws StsError {
        if (path.equals(Metadata.TOKEN) && call.method().equals("PUT")) {
            return new Asked("MetadataToken", "", null);
        } else if (path.equals(Metadata.ROLES)) {
            return new Asked("MetadataRoles", "", null);
        } else if (path.startsWith(Metadata.ROLES)) {
            return new Asked("MetadataCredentials", path.substring(Metadata.ROLES.length()), null);
        } else if (!path.equals("/")) {
            return new Asked("Unknown", "", null);
        }
        RpcRequest rpc = RpcRequest.of(call.method(), query, form);
        String action = rpc.parameter("Action");
        return new Asked(action.isEmpty() ? "Unknown" : action, rpc.parameter("RoleArn"), rpc);
    }

    private String answer(Asked asked, HttpCall call) throws StsError {
        RpcRequest rpc = asked.rpc;
        if (rpc != null) {
            return assumed(rpc, operations.answer(rpc));
        }
        return switch (asked.operation) {
            case "MetadataToken" -> metadata.token(call);
            case "MetadataRoles" -> metadata.roles(call);
            case "MetadataCredentials" -> {
                SessionCredentials given = metadata.credentials(call, asked.role);
                yield "{" + fields(given) + ",\"LastUpdated\":\"2026-01-01T00:00:00Z\",\"Code\":\"Success\"}";
            }
            default -> throw new StsError(404, "Not Found", "there is nothing at this address");
        };
    }

    private String assumed(RpcRequest rpc, SessionCredentials given) {
        String session =
                rpc.parameter("RoleArn").replace(":role/", ":assumed-role/").replace("acs:ram:", "acs:sts:") + "/"
                        + rpc.parameter("RoleSessionName");
        return "{\"RequestId\":\"" + requestId() + "\",\"AssumedRoleUser\":{\"Arn\":\"" + escape(session)
                + "\",\"AssumedRoleId\":\"300000000000000001:" + escape(rpc.parameter("RoleSessionName"))
                + "\"},\"Credentials\":{" + fields(given) + "}}";
    }

    private static String fields(SessionCredentials given) {
        return "\"AccessKeyId\":\"" + given.accessKeyId() + "\",\"AccessKeySecret\":\"" + given.accessKeySecret()
                + "\",\"SecurityToken\":\"" + given.securityToken() + "\",\"Expiration\":\"" + given.expiration()
                + "\"";
    }

    private String error(Asked asked, StsError error) {
        if (asked.rpc == null) {
            return "<html><body><h1>" + error.status() + " - " + error.code() + "</h1></body></html>";
        }
        return "{\"RequestId\":\"" + requestId() + "\",\"HostId\":\"sts.aliyuncs.com\",\"Code\":\""
                + escape(error.code()) + "\",\"Message\":\"" + escape(error.text()) + "\"}";
    }

    private static List<HttpHeader> headers(Asked asked) {
        return List.of(new HttpHeader(
                "Content-Type", asked.rpc == null ? "text/plain; charset=utf-8" : "application/json; charset=utf-8"));
    }

    private static void show(@Nullable Fault fault) throws IOException, StsError {
        if (fault instanceof Fault.DropConnection) {
            throw new IOException("dropped by a fault");
        } else if (fault instanceof Fault.ServiceError planned) {
            throw new StsError(planned.status(), planned.code(), "This error was asked for by the test.");
        } else if (fault instanceof Fault.Delay delay) {
            pause(delay.by());
        }
    }

    /** Real time on purpose: the client waits in real time. Ends at once with the connection. */
    private static void pause(Duration delay) throws InterruptedIOException {
        try {
            boolean unused = new CountDownLatch(1).await(delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while delaying");
        }
    }

    private String requestId() {
        return new UUID(0, requests.incrementAndGet()).toString().toUpperCase(java.util.Locale.ROOT);
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
    }
}
