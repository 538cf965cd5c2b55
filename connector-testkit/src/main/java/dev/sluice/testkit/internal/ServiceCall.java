package dev.sluice.testkit.internal;

import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.fault.RecordedCall;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call that was read, and has had no effect yet. Used by one thread. */
public interface ServiceCall<C extends RecordedCall> {

    /** The service's name for it, or a description of what has none. */
    String operation();

    String requestId();

    /** Whether it is one that planned faults are for: known, signed and well formed. */
    boolean isAdmitted();

    /** How long the emulator was told to hold back the answers to such calls. */
    default Duration latency() {
        return Duration.ZERO;
    }

    /**
     * Has its effect; answers a refused call with its error.
     *
     * @param failing the items of a batch that must fail; null for none
     * @throws IOException when the client went away
     */
    Answer answer(Fault.@Nullable FailRows failing) throws IOException;

    /** The service's words for an error that a fault asks for. */
    Answer refuse(Fault.Refusal refusal) throws IOException;

    C record(Course course);

    /**
     * @param code of the service's error; empty when there is none
     */
    record Answer(HttpReply reply, String code) {}
}
