package dev.sluice.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The fields of one JSON object, each of which somebody must want. Throws sentences for who wrote the object. */
final class JsonFields {
    private final JsonNode json;
    private final Set<String> wanted = new HashSet<>();

    JsonFields(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("the body must be one JSON object");
        }
        this.json = json;
    }

    boolean has(String name) {
        wanted.add(name);
        return json.hasNonNull(name);
    }

    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    String text(String name) {
        JsonNode value = value(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong(name, "a text that is not blank");
        }
        return value.textValue();
    }

    boolean flag(String name) {
        JsonNode value = value(name);
        if (!value.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return value.booleanValue();
    }

    double number(String name) {
        JsonNode value = value(name);
        if (!value.isNumber()) {
            throw wrong(name, "a number");
        }
        return value.doubleValue();
    }

    long integer(String name, long min, long max) {
        return integer(name, value(name), min, max);
    }

    private static long integer(String name, JsonNode value, long min, long max) {
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            throw wrong(name, "a whole number from " + min + " to " + max);
        }
        return value.longValue();
    }

    Set<Integer> integers(String name) {
        JsonNode value = value(name);
        if (!value.isArray() || value.isEmpty()) {
            throw wrong(name, "a list of one or more whole numbers from 0 on");
        }
        Set<Integer> numbers = new HashSet<>();
        for (JsonNode element : value) {
            numbers.add((int) integer("each of \"" + name + "\"", element, 0, Integer.MAX_VALUE));
        }
        return numbers;
    }

    /** Up to a day, which is longer than any client waits. */
    Duration millis(String name) {
        return Duration.ofMillis(integer(name, 0, Duration.ofDays(1).toMillis()));
    }

    /** To be called at the end: a field that nobody wanted is a slip of the writer. */
    void noMore() {
        List<String> left = new ArrayList<>();
        json.fieldNames().forEachRemaining(left::add);
        left.removeAll(wanted);
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("unknown field \"" + left.get(0) + "\"; this fault has "
                    + String.join(", ", wanted.stream().sorted().toList()));
        }
    }

    private JsonNode value(String name) {
        if (!has(name)) {
            throw new IllegalArgumentException("the field \"" + name + "\" is missing");
        }
        return json.get(name);
    }

    private static IllegalArgumentException wrong(String name, String wanted) {
        return new IllegalArgumentException(
                (name.startsWith("each") ? name : "\"" + name + "\"") + " must be " + wanted);
    }
}
