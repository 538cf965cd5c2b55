package dev.sluice.testkit.internal;

/** One header line; the case of the name is kept. */
public record HttpHeader(String name, String value) {}
