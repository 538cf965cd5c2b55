package dev.sluice.testkit.conformance;

/** What the destination keeps of one record: the key and the value that the kit asked for. */
public record Stored(String key, String value) {}
