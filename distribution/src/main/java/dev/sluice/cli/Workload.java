package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of the quickstart, by number: 0 and 1 are the two messages of the documentation, a Struct and a Map, and
 * the others are generated with the same two schemas. One number always gives the same record, so what was sent need not
 * be remembered.
 */
final class Workload {

    /** How many records come before the generated ones. */
    static final int SEEDS = 2;

    private static final int MAP_EVERY = 10;

    private final ObjectMapper json = new ObjectMapper();
    private final JsonNode struct = Resources.json("struct-message.json");
    private final JsonNode map = Resources.json("map-message.json");

    /** The text of a record's value: a JSON envelope with schema and payload. */
    String value(int number) {
        JsonNode envelope = template(number).deepCopy();
        if (number >= SEEDS) {
            ((ObjectNode) envelope).set("payload", generated(number));
        }
        try {
            return json.writeValueAsString(envelope);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree could not be written", e);
        }
    }

    /** The text of a record's key where keys are text; null for the messages of the documentation, which have none. */
    @Nullable
    String key(int number) {
        return number < SEEDS ? null : "order-" + number;
    }

    /** The columns that a row has to have: each with the type that the schema declares. */
    Map<String, Object> columns(int number) {
        JsonNode payload = number < SEEDS ? template(number).path("payload") : generated(number);
        boolean isStruct = !isMap(number);
        Map<String, Object> columns = new LinkedHashMap<>();
        payload.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isTextual()) {
                columns.put(field.getKey(), value.asText());
            } else if (isStruct && field.getKey().equals("price")) {
                columns.put(field.getKey(), value.asDouble());
            } else {
                columns.put(field.getKey(), value.asLong());
            }
        });
        return columns;
    }

    private JsonNode template(int number) {
        return isMap(number) ? map : struct;
    }

    private static boolean isMap(int number) {
        return number == 1 || (number >= SEEDS && number % MAP_EVERY == 0);
    }

    private ObjectNode generated(int number) {
        ObjectNode payload = json.createObjectNode();
        payload.put("id", number);
        if (isMap(number)) {
            payload.put("stock", number * 7 % 1_000);
            return payload;
        }
        // Every seventh name is not ASCII: bytes and characters must not be mixed up on the way.
        payload.put("product", number % 7 == 0 ? "商品 " + number : "product " + number);
        payload.put("quantity", number * 1_000_003L);
        payload.put("price", number / 4.0);
        return payload;
    }
}
