package dev.sluice.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.fault.FaultPlan;
import java.util.List;

/** Faults as JSON objects, for tests in any language. */
final class FaultJson {
    private static final List<String> NAMES = List.of(
            "delay",
            "stall",
            "dropConnection",
            "acceptThenDrop",
            "truncateBody",
            "error",
            "throttle",
            "expiredCredentials",
            "failRows");

    private FaultJson() {}

    static String name(Fault fault) {
        if (fault instanceof Fault.Delay) {
            return "delay";
        } else if (fault instanceof Fault.Stall) {
            return "stall";
        } else if (fault instanceof Fault.DropConnection) {
            return "dropConnection";
        } else if (fault instanceof Fault.AcceptThenDrop) {
            return "acceptThenDrop";
        } else if (fault instanceof Fault.TruncateBody) {
            return "truncateBody";
        } else if (fault instanceof Fault.ServiceError) {
            return "error";
        } else if (fault instanceof Fault.Throttle) {
            return "throttle";
        } else if (fault instanceof Fault.ExpiredCredentials) {
            return "expiredCredentials";
        } else if (fault instanceof Fault.FailRows) {
            return "failRows";
        }
        throw new IllegalStateException("no name for " + fault);
    }

    static ObjectNode write(FaultPlan.Planned planned, ObjectMapper mapper) {
        Fault fault = planned.fault();
        ObjectNode json = mapper.createObjectNode().put("fault", name(fault));
        if (fault instanceof Fault.Delay delay) {
            json.put("ms", delay.by().toMillis()).put("afterEffect", delay.moment() == Fault.Moment.AFTER_EFFECT);
        } else if (fault instanceof Fault.Stall stall) {
            json.put("afterEffect", stall.moment() == Fault.Moment.AFTER_EFFECT);
        } else if (fault instanceof Fault.ServiceError error) {
            json.put("status", error.status()).put("code", error.code());
            if (error.retryAfter() != null) {
                json.put("retryAfterMs", error.retryAfter().toMillis());
            }
        } else if (fault instanceof Fault.Throttle throttle && throttle.retryAfter() != null) {
            json.put("retryAfterMs", throttle.retryAfter().toMillis());
        } else if (fault instanceof Fault.FailRows rows) {
            rows.rows().stream().sorted().forEach(json.putArray("rows")::add);
            json.put("code", rows.code());
        }
        json.put("operation", planned.operation());
        if (planned.occurrence() instanceof FaultPlan.Occurrence.Times times) {
            json.put("times", times.left());
        } else if (planned.occurrence() instanceof FaultPlan.Occurrence.Chance chance) {
            json.put("probability", chance.probability()).put("seed", chance.seed());
        }
        return json;
    }

    /**
     * Plans what the object says.
     *
     * @throws IllegalArgumentException with a sentence for who wrote it
     */
    static void plan(JsonNode json, FaultPlan plan) {
        JsonFields fields = new JsonFields(json);
        Fault fault = fault(fields);
        String operation = fields.text("operation", FaultPlan.ALL_OPERATIONS);
        boolean byChance = fields.has("probability");
        if (byChance) {
            double probability = fields.number("probability");
            long seed = fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE);
            fields.noMore();
            plan.injectRandomly(fault, operation, probability, seed);
        } else {
            int times = fields.has("times") ? (int) fields.integer("times", 1, Integer.MAX_VALUE) : 1;
            fields.noMore();
            plan.inject(fault, operation, times);
        }
    }

    private static Fault fault(JsonFields fields) {
        String name = fields.text("fault");
        return switch (name) {
            case "delay" -> new Fault.Delay(fields.millis("ms"), moment(fields));
            case "stall" -> new Fault.Stall(moment(fields));
            case "dropConnection" -> new Fault.DropConnection();
            case "acceptThenDrop" -> new Fault.AcceptThenDrop();
            case "truncateBody" -> new Fault.TruncateBody();
            case "error" ->
                new Fault.ServiceError(
                        (int) fields.integer("status", 400, 599),
                        fields.text("code"),
                        fields.has("retryAfterMs") ? fields.millis("retryAfterMs") : null);
            case "throttle" -> new Fault.Throttle(fields.has("retryAfterMs") ? fields.millis("retryAfterMs") : null);
            case "expiredCredentials" -> new Fault.ExpiredCredentials();
            case "failRows" -> new Fault.FailRows(fields.integers("rows"), fields.text("code"));
            default ->
                throw new IllegalArgumentException(
                        "there is no fault \"" + name + "\"; there are " + String.join(", ", NAMES));
        };
    }

    private static Fault.Moment moment(JsonFields fields) {
        return fields.has("afterEffect") && fields.flag("afterEffect")
                ? Fault.Moment.AFTER_EFFECT
                : Fault.Moment.BEFORE_EFFECT;
    }
}
