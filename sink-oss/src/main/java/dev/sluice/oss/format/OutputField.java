package dev.sluice.oss.format;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What may be stored of a record. Topic, partition and offset are those of the record in Kafka, before any transform. */
enum OutputField {
    KEY("key"),
    VALUE("value"),
    HEADERS("headers"),
    TOPIC("topic"),
    PARTITION("partition"),
    OFFSET("offset"),
    TIMESTAMP("timestamp"),
    /** Whether the value was longer than the limit, and is cut or left out. */
    OVERFLOW_FLAG("overflowFlag"),
    /** Bytes of the whole value. */
    VALUE_SIZE("valueSize");

    private final String label;

    OutputField(String label) {
        this.label = label;
    }

    /** Its name in a config and in an object. */
    String label() {
        return label;
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(OutputField::label).toList();
    }

    static Optional<OutputField> of(String label) {
        return Arrays.stream(values())
                .filter(field -> field.label.equals(label))
                .findFirst();
    }
}
