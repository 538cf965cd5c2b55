package dev.sluice.testkit.internal;

import dev.sluice.testkit.fault.Fault;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a call went.
 *
 * @param status of HTTP, or 0 when the connection was closed without an answer
 * @param code of the service's error; empty when there is none
 * @param fault that the call met, or null
 * @param duration until its answer was ready
 */
public record Course(int status, String code, @Nullable Fault fault, Duration duration) {}
