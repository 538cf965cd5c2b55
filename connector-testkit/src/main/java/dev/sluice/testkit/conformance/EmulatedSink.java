package dev.sluice.testkit.conformance;

import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.fault.FaultPlan;
import java.time.Duration;

/**
 * A sink whose destination is one of the testkit's emulators: trouble, stalls and outages are the emulator's faults. A
 * subclass says how the service words them.
 */
public abstract class EmulatedSink implements SinkUnderTest {
    private static final Duration STALL = Duration.ofSeconds(8);

    private final FaultPlan faults;
    private final String operation;
    private final Runnable start;
    private final Runnable stop;

    /**
     * A sink whose emulator runs already.
     *
     * @param faults of the emulator
     * @param operation the service's name for the calls by which the sink writes
     * @param start starts the emulator where it was; does nothing when it runs
     * @param stop stops it, and keeps its data
     */
    protected EmulatedSink(FaultPlan faults, String operation, Runnable start, Runnable stop) {
        this.faults = faults;
        this.operation = operation;
        this.start = start;
        this.stop = stop;
    }

    /**
     * How the service words a trouble.
     *
     * @param trouble never {@link Trouble#ANSWER_LOST}, which is no answer
     * @return status and code that the service answers with then
     */
    protected abstract Fault.ServiceError answer(Trouble trouble);

    @Override
    public final void trouble(Trouble trouble, int calls) {
        faults.inject(trouble == Trouble.ANSWER_LOST ? new Fault.AcceptThenDrop() : answer(trouble), operation, calls);
    }

    @Override
    public final void stall() {
        faults.inject(new Fault.Delay(STALL), operation, Integer.MAX_VALUE);
    }

    @Override
    public final void release() {
        faults.clear();
    }

    @Override
    public final void stopDestination() {
        stop.run();
    }

    @Override
    public final void startDestination() {
        start.run();
    }
}
