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

    SinkDefinition<?, ?> definition();

    /**
     * A complete config that works, for records of any topic. Under it a record that comes alone is not sent at once but
     * waits in an open batch; and nothing waits longer than {@link #settlesWithin}. The kit changes only options that
     * every sink has.
     */
    Map<String, String> config();

    /** The longest time after which the config sends a record that waits in an open batch. */
    Duration settlesWithin();

    /** A record with this key and value, which are not empty. */
    Payload payload(String key, String value);

    /** A record that this sink can never store, with this text in its value; mapper or destination refuses it. */
    Payload badPayload(String key, String text);

    /** All that the destination has, read with another client than the sink's; in the order of storing if it can tell. */
    List<Stored> stored();

    /** The next calls of the sink that write get this trouble. */
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

    /** Whether a record that is written twice, because an answer was lost or a task killed, is there once. */
    default boolean storesEachRecordOnce() {
        return true;
    }

    /** Whether the destination keeps only the last record of each key, as a table does. */
    default boolean keepsOnlyTheLatestOfAKey() {
        return false;
    }

    /** Options of the sink with a value that is wrong by itself: each is expected to get an error of its own. */
    default Map<String, String> wrongValues() {
        return Map.of();
    }
}
