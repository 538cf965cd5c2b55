package dev.sluice.testkit.sts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.internal.Course;
import dev.sluice.testkit.internal.EmulatedService;
import dev.sluice.testkit.internal.HttpCall;
import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.internal.HttpReply;
import dev.sluice.testkit.internal.RecentCalls;
import dev.sluice.testkit.internal.ServiceCall;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Takes each call in: tells which of the two services it is for, and words the answer. */
final class StsFrontDoor implements EmulatedService<StsCall> {
    private static final int LONGEST_FORM = 64 << 10;
    private static final String UNKNOWN = "Unknown";
    static final Set<String> OPERATIONS =
            Set.of("AssumeRole", "AssumeRoleWithOIDC", "MetadataToken", "MetadataRoles", "MetadataCredentials");

    private final StsOperations operations;
    private final Metadata metadata;
    private final AtomicLong requests = new AtomicLong();

    StsFrontDoor(StsOperations operations, Metadata metadata) {
        this.operations = operations;
        this.metadata = metadata;
    }

    @Override
    public String name() {
        return "sts";
    }

    @Override
    public Set<String> operations() {
        return OPERATIONS;
    }

    @Override
    public Set<String> batches() {
        return Set.of();
    }

    @Override
    public Fault.ServiceError internalError() {
        return new Fault.ServiceError(500, "InternalError");
    }

    @Override
    public ServiceCall<StsCall> read(HttpCall call) throws IOException {
        int mark = call.target().indexOf('?');
        String path = mark < 0 ? call.target() : call.target().substring(0, mark);
        String form = new String(call.body().readNBytes(LONGEST_FORM), UTF_8);
        try {
            return new Exchange(
                    call, asked(call, path, mark < 0 ? null : call.target().substring(mark + 1), form), null);
        } catch (StsError e) {
            return new Exchange(call, new Asked(UNKNOWN, "", null), e);
        }
    }

    /** What a call asks for, and for whom. */
    private record Asked(
            String operation, String role, @Nullable RpcRequest rpc) {}

    /** One call and how to answer it. */
    private final class Exchange implements ServiceCall<StsCall> {
        private final HttpCall http;
        private final Asked asked;
        private final @Nullable StsError refusal;
        private final String requestId = StsFrontDoor.this.requestId();

        Exchange(HttpCall http, Asked asked, @Nullable StsError refusal) {
            this.http = http;
            this.asked = asked;
            this.refusal = refusal;
        }

        @Override
        public String operation() {
            return asked.operation;
        }

        @Override
        public String requestId() {
            return requestId;
        }

        @Override
        public boolean isAdmitted() {
            return refusal == null && operations().contains(asked.operation);
        }

        @Override
        public Answer answer(Fault.@Nullable FailRows failing) {
            try {
                if (refusal != null) {
                    throw refusal;
                }
                byte[] body = content(asked, http, requestId).getBytes(UTF_8);
                return new Answer(HttpReply.of(200, headers(asked), body), "");
            } catch (StsError e) {
                return error(e);
            }
        }

        @Override
        public Answer refuse(Fault.Refusal fault) {
            if (fault instanceof Fault.ServiceError planned) {
                return error(new StsError(planned.status(), planned.code(), "This error was asked for by the test."));
            } else if (fault instanceof Fault.Throttle) {
                return error(StsError.throttled(asked.rpc == null));
            } else if (fault instanceof Fault.ExpiredCredentials) {
                return error(StsError.expired(asked.rpc == null));
            }
            throw new IllegalStateException("no error for " + fault);
        }

        private Answer error(StsError error) {
            byte[] body = StsFrontDoor.error(asked, error, requestId).getBytes(UTF_8);
            return new Answer(HttpReply.of(error.status(), headers(asked), body), error.code());
        }

        @Override
        public StsCall record(Course course) {
            return new StsCall(
                    RecentCalls.brief(asked.operation),
                    RecentCalls.brief(asked.role),
                    course.status(),
                    course.code(),
                    course.fault(),
                    course.duration(),
                    requestId);
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
            return new Asked(UNKNOWN, "", null);
        }
        RpcRequest rpc = RpcRequest.of(call.method(), query, form);
        String action = rpc.parameter("Action");
        return new Asked(action.isEmpty() ? UNKNOWN : action, rpc.parameter("RoleArn"), rpc);
    }

    private String content(Asked asked, HttpCall call, String requestId) throws StsError {
        RpcRequest rpc = asked.rpc;
        if (rpc != null) {
            return assumed(rpc, operations.answer(rpc), requestId);
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

    private static String assumed(RpcRequest rpc, SessionCredentials given, String requestId) {
        String session =
                rpc.parameter("RoleArn").replace(":role/", ":assumed-role/").replace("acs:ram:", "acs:sts:") + "/"
                        + rpc.parameter("RoleSessionName");
        return "{\"RequestId\":\"" + requestId + "\",\"AssumedRoleUser\":{\"Arn\":\"" + escape(session)
                + "\",\"AssumedRoleId\":\"300000000000000001:" + escape(rpc.parameter("RoleSessionName"))
                + "\"},\"Credentials\":{" + fields(given) + "}}";
    }

    private static String fields(SessionCredentials given) {
        return "\"AccessKeyId\":\"" + given.accessKeyId() + "\",\"AccessKeySecret\":\"" + given.accessKeySecret()
                + "\",\"SecurityToken\":\"" + given.securityToken() + "\",\"Expiration\":\"" + given.expiration()
                + "\"";
    }

    private static String error(Asked asked, StsError error, String requestId) {
        if (asked.rpc == null) {
            return "<html><body><h1>" + error.status() + " - " + error.code() + "</h1></body></html>";
        }
        return "{\"RequestId\":\"" + requestId + "\",\"HostId\":\"sts.aliyuncs.com\",\"Code\":\"" + escape(error.code())
                + "\",\"Message\":\"" + escape(error.text()) + "\"}";
    }

    private static List<HttpHeader> headers(Asked asked) {
        return List.of(new HttpHeader(
                "Content-Type", asked.rpc == null ? "text/plain; charset=utf-8" : "application/json; charset=utf-8"));
    }

    private String requestId() {
        return new UUID(0, requests.incrementAndGet()).toString().toUpperCase(java.util.Locale.ROOT);
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
    }
}
