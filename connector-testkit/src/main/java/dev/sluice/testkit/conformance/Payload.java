package dev.sluice.testkit.conformance;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Key and value of a record as a sink gets them from the converters; a schema is null for schemaless data. */
public record Payload(
        @Nullable Schema keySchema,
        @Nullable Object key,
        @Nullable Schema valueSchema,
        @Nullable Object value) {}
