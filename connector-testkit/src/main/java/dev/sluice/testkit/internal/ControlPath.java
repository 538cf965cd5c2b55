package dev.sluice.testkit.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.testkit.fault.FaultPlan;
import dev.sluice.testkit.fault.RecordedCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the emulator itself answers, beside its service: health, faults and calls, for tests in any language. Its paths
 * are no operation of Tablestore and STS, and no bucket has such a name. In a bucket's own host name they could be an
 * object's, so a request is only taken for one of these when it is not signed, which a call to OSS always is.
 */
public final class ControlPath implements HttpHandler {
    private static final String PREFIX = "/_sluice/";
    private static final int LONGEST_BODY = 64 << 10;

    private final ObjectMapper mapper = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private final String service;
    private final FaultPlan plan;
    private final RecentCalls<? extends RecordedCall> calls;
    private final WaitingRoom room;
    private final HttpHandler next;

    /** @param next gets all other requests */
    public ControlPath(
            String service,
            FaultPlan plan,
            RecentCalls<? extends RecordedCall> calls,
            WaitingRoom room,
            HttpHandler next) {
        this.service = service;
        this.plan = plan;
        this.calls = calls;
        this.room = room;
        this.next = next;
    }

    @Override
    public HttpReply handle(HttpCall call) throws IOException {
        String target = call.target();
        boolean ours = target.startsWith(PREFIX) && target.indexOf('?') < 0 && call.header("Authorization") == null;
        return ours ? answer(call, target.substring(PREFIX.length())) : next.handle(call);
    }

    private HttpReply answer(HttpCall call, String path) throws IOException {
        return switch (path) {
            case "health" ->
                isOneOf(call, "GET", "HEAD")
                        ? reply(
                                200,
                                mapper.createObjectNode().put("status", "up").put("service", service))
                        : notAllowed("GET, HEAD");
            case "faults" -> faults(call);
            case "calls" -> calls(call);
            default -> error(404, "there is nothing at " + PREFIX + path + "; there are health, faults and calls", "");
        };
    }

    private HttpReply faults(HttpCall call) throws IOException {
        if (!isOneOf(call, "GET", "POST", "DELETE")) {
            return notAllowed("GET, POST, DELETE");
        }
        if (call.method().equals("POST")) {
            byte[] body = call.body().readNBytes(LONGEST_BODY + 1);
            if (body.length > LONGEST_BODY) {
                return error(413, "the body must not be longer than " + LONGEST_BODY + " bytes", "");
            }
            try {
                FaultJson.plan(mapper.readTree(body), plan);
            } catch (JsonProcessingException e) {
                return error(400, "the body is no JSON: " + e.getOriginalMessage(), "");
            } catch (IllegalArgumentException e) {
                return error(400, String.valueOf(e.getMessage()), "");
            }
        } else if (call.method().equals("DELETE")) {
            plan.clear();
        }
        ObjectNode json = mapper.createObjectNode();
        ArrayNode faults = json.putArray("faults");
        plan.planned().forEach(planned -> faults.add(FaultJson.write(planned, mapper)));
        return reply(200, json.put("waitingCalls", room.waiting()));
    }

    private HttpReply calls(HttpCall call) throws IOException {
        if (!isOneOf(call, "GET", "DELETE")) {
            return notAllowed("GET, DELETE");
        }
        if (call.method().equals("DELETE")) {
            calls.clear();
        }
        ObjectNode json = mapper.createObjectNode();
        ArrayNode all = json.putArray("calls");
        for (RecordedCall recorded : calls.all()) {
            all.addObject()
                    .put("operation", recorded.operation())
                    .put("resource", recorded.resource())
                    .put("status", recorded.status())
                    .put("code", recorded.code())
                    .put("fault", recorded.fault() == null ? null : FaultJson.name(recorded.fault()))
                    .put("ms", recorded.duration().toMillis())
                    .put("requestId", recorded.requestId());
        }
        return reply(200, json);
    }

    private static boolean isOneOf(HttpCall call, String... methods) {
        return List.of(methods).contains(call.method());
    }

    private HttpReply notAllowed(String allowed) throws IOException {
        return error(405, "the methods here are " + allowed, allowed);
    }

    private HttpReply error(int status, String sentence, String allow) throws IOException {
        return reply(status, mapper.createObjectNode().put("error", sentence), allow);
    }

    private HttpReply reply(int status, ObjectNode json) throws IOException {
        return reply(status, json, "");
    }

    private HttpReply reply(int status, ObjectNode json, String allow) throws IOException {
        List<HttpHeader> headers = new ArrayList<>();
        headers.add(new HttpHeader("Content-Type", "application/json"));
        if (!allow.isEmpty()) {
            headers.add(new HttpHeader("Allow", allow));
        }
        return HttpReply.of(status, headers, mapper.writeValueAsBytes(json));
    }
}
