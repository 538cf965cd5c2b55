package dev.sluice.testkit.conformance;

import dev.sluice.testkit.Emulator;
import dev.sluice.testkit.fault.Fault;

/**
 * A sink whose destination is one of the testkit's emulators: trouble, stalls and outages are the emulator's faults. A
 * subclass says how the service words them.
 */
public abstract class EmulatedSink implements SinkUnderTest {
    private final Emulator<?> emulator;
    private final String operation;

    /**
     * Drives one emulator.
     *
     * @param emulator the destination, which the subclass closes
     * @param operation the service's name for the calls by which the sink writes
     */
    protected EmulatedSink(Emulator<?> emulator, String operation) {
        this.emulator = emulator;
        this.operation = operation;
    }

    /**
     * How the service words a trouble.
     *
     * @param trouble never {@link Trouble#ANSWER_LOST}, which is no answer
     * @return the service's answer
     */
    protected abstract Fault.ServiceError answer(Trouble trouble);

    @Override
    public final void trouble(Trouble trouble, int calls) {
        Fault fault = trouble == Trouble.ANSWER_LOST ? new Fault.AcceptThenDrop() : answer(trouble);
        emulator.faults().inject(fault, operation, calls);
    }

    @Override
    public final void stall() {
        emulator.faults().inject(new Fault.Stall(), operation, Integer.MAX_VALUE);
    }

    @Override
    public final void release() {
        emulator.faults().clear();
    }

    @Override
    public final void stopDestination() {
        emulator.stop();
    }

    @Override
    public final void startDestination() {
        emulator.start();
    }
}
