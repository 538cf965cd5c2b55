package dev.sluice.testkit.conformance;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Key and value of a record as a sink gets them from the converters.
 *
 * @param keySchema null for schemaless data
 * @param key null when the sink needs none
 * @param valueSchema null for schemaless data
 * @param value null for a tombstone
 */
public record Payload(
        @Nullable Schema keySchema,
        @Nullable Object key,
        @Nullable Schema valueSchema,
        @Nullable Object value) {}
