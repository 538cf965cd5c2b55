package dev.sluice.testkit;

import dev.sluice.testkit.fault.FaultPlan;
import dev.sluice.testkit.fault.RecordedCall;
import dev.sluice.testkit.internal.ControlPath;
import dev.sluice.testkit.internal.EmulatedService;
import dev.sluice.testkit.internal.FaultStep;
import dev.sluice.testkit.internal.RecentCalls;
import dev.sluice.testkit.internal.RestartablePort;
import dev.sluice.testkit.internal.WaitingRoom;
import java.net.URI;
import java.util.List;

/**
 * A server on the loopback address that speaks a service's wire protocol. It is made by the builder of one of its
 * classes, and does not listen before it is started. Beside the service's, it answers the paths {@code /_sluice/health},
 * {@code /_sluice/faults} and {@code /_sluice/calls}. It logs one line a call at DEBUG on the logger
 * {@code dev.sluice.requests} and the service's name. Thread-safe. Its threads are daemons and end with {@link #stop()}.
 *
 * @param <C> what is recorded of a call
 */
public abstract class Emulator<C extends RecordedCall> implements AutoCloseable {
    private final String accessKeyId;
    private final String accessKeySecret;
    private final WaitingRoom waitingRoom = new WaitingRoom();
    private final RecentCalls<C> calls = new RecentCalls<>();
    private final FaultPlan faults;
    private final RestartablePort server;

    /**
     * For the emulators of this library.
     *
     * @param port 0 for any free one
     * @param accessKeyId the id of the one lasting key that is let in
     * @param accessKeySecret the secret of that key
     * @param service answers the calls
     */
    protected Emulator(int port, String accessKeyId, String accessKeySecret, EmulatedService<C> service) {
        this.accessKeyId = accessKeyId;
        this.accessKeySecret = accessKeySecret;
        faults = new FaultPlan(service.operations(), service.batches(), waitingRoom::release);
        FaultStep<C> step = new FaultStep<>(service, faults, calls, waitingRoom, System::nanoTime);
        server = new RestartablePort(port, new ControlPath(service.name(), faults, calls, waitingRoom, step));
    }

    /**
     * Listens; nothing happens when it already does. After {@link #stop()} it listens on the same port again, with the
     * data it had.
     *
     * @throws java.io.UncheckedIOException when the port cannot be had
     */
    public synchronized void start() {
        waitingRoom.open();
        server.start();
    }

    /**
     * Closes the port and cuts off what is being answered or held back, as an outage would; keeps the data. Nothing
     * happens when it is not started.
     */
    public final synchronized void stop() {
        waitingRoom.close();
        server.stop();
    }

    /** The same as {@link #stop()}. */
    @Override
    public synchronized void close() {
        stop();
    }

    /**
     * Where to point an SDK. Still the same address while it is stopped.
     *
     * @return {@code http://127.0.0.1:port}
     * @throws IllegalStateException before the first start, when any port may be taken
     */
    public final URI endpoint() {
        return server.uri();
    }

    /**
     * The port it listens on, or did before it was stopped.
     *
     * @return 1 or more
     * @throws IllegalStateException before the first start, when any port may be taken
     */
    public final int port() {
        return server.port();
    }

    /** {@return the id of the one lasting key that is let in; {@code test-key-id} by default} */
    public final String accessKeyId() {
        return accessKeyId;
    }

    /** {@return the secret of {@link #accessKeyId()}; {@code test-key-secret} by default} */
    public final String accessKeySecret() {
        return accessKeySecret;
    }

    /**
     * The faults to come. They meet only calls that are let in and that the emulator knows.
     *
     * @return always the same
     */
    public final FaultPlan faults() {
        return faults;
    }

    /** {@return how many calls are being held back now, by a fault or by the emulator's latency} */
    public final int waitingCalls() {
        return waitingRoom.waiting();
    }

    /**
     * The newest calls, oldest first. A call is recorded when its answer is ready, or is not to come.
     *
     * @return a snapshot of up to 10,000
     */
    public final List<C> calls() {
        return calls.all();
    }

    /** Forgets the calls recorded so far. */
    public final void clearCalls() {
        calls.clear();
    }
}
