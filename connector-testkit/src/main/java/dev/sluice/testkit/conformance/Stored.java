package dev.sluice.testkit.conformance;

/**
 * What the destination keeps of one record: the key and the value that the kit asked for.
 *
 * @param key as {@link SinkUnderTest#payload} was given it
 * @param value as {@link SinkUnderTest#payload} was given it
 */
public record Stored(String key, String value) {}
