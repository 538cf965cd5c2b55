package dev.sluice.testkit.conformance;

import dev.sluice.core.SinkDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A sink together with its destination, as its author describes them to the kit. Each case opens a new one, with an
 * empty destination that runs, and closes it. Called on the test thread.
 */
public interface SinkUnderTest extends AutoCloseable {

    /**
     * The sink that is examined. Asked more than once.
     *
     * @return the definition that its connector and its task use
     */
    SinkDefinition<?, ?> definition();

    /**
     * A complete config that works, for records of any topic. Under it a record that comes alone is not sent at once
     * but waits in an open batch; and nothing waits longer than {@link #settlesWithin}. The kit changes only options
     * that every sink has.
     *
     * @return options by name, as in Connect's REST API; the kit takes a copy
     */
    Map<String, String> config();

    /**
     * The longest time after which the config sends a record that waits in an open batch.
     *
     * @return linger or rotation time; the clock that it is measured with is the harness's
     */
    Duration settlesWithin();

    /**
     * A record with this key and value.
     *
     * @param key not empty; records with equal keys have to arrive in their order
     * @param value not empty; comes back as {@link Stored#value}
     * @return a record that the destination takes
     */
    Payload payload(String key, String value);

    /**
     * A record that this sink can never store; mapper or destination refuses it.
     *
     * @param key not empty; that of the record
     * @param text to be in its value: the kit looks for it in messages of exceptions, where it must not be
     * @return a record that would be refused by itself, too, and not only in a batch
     */
    Payload badPayload(String key, String text);

    /**
     * All that the destination has, read with another client than the sink's.
     *
     * @return a snapshot; in the order of storing if the destination can tell
     */
    List<Stored> stored();

    /**
     * The next calls of the sink that write get this trouble. Calls of others, such as of {@link #stored}, do not.
     *
     * @param trouble what goes wrong
     * @param calls 1 or more
     */
    void trouble(Trouble trouble, int calls);

    /** From now on no call is answered for 8 seconds or more, until {@link #release}. */
    void stall();

    /**
     * Ends a stall and forgets all {@link #trouble} that has not happened yet; calls that wait are answered at once if
     * that is possible. Does nothing when all is well.
     */
    void release();

    /** No connection gets through from now on; what is stored stays. */
    void stopDestination();

    /** The destination is back, where it was. */
    void startDestination();

    /** Ends the destination and its clients; their threads end soon after. Does nothing the second time. */
    @Override
    void close();

    /**
     * Whether a record that is written twice, because an answer was lost or a task killed, is there once.
     *
     * @return true by default; false for a destination that can only add, where the kit then allows more
     */
    default boolean storesEachRecordOnce() {
        return true;
    }

    /**
     * Whether the destination keeps only the last record of each key, as a table does.
     *
     * @return false by default
     */
    default boolean keepsOnlyTheLatestOfAKey() {
        return false;
    }

    /**
     * Options of the sink with a value that is wrong by itself: each is expected to get an error of its own.
     *
     * @return none by default
     */
    default Map<String, String> wrongValues() {
        return Map.of();
    }
}
