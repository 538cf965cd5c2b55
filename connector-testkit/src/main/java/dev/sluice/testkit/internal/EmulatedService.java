package dev.sluice.testkit.internal;

import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.fault.RecordedCall;
import java.io.IOException;
import java.util.Set;

/** The service behind an emulator's port. Called by many connection threads at once. */
public interface EmulatedService<C extends RecordedCall> {

    /** In lower case, for logs. */
    String name();

    /** The operations that faults can be planned for. */
    Set<String> operations();

    /** Those that are batches, whose items can fail alone. */
    Set<String> batches();

    /** What the service answers when it has failed itself. */
    Fault.ServiceError internalError();

    /**
     * Finds out what a call asks for, without any effect.
     *
     * @throws IOException when the client went away
     */
    ServiceCall<C> read(HttpCall call) throws IOException;
}
