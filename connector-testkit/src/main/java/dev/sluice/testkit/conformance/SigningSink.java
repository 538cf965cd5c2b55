package dev.sluice.testkit.conformance;

import dev.sluice.core.SinkDefinition;
import java.util.List;
import java.util.Map;

/**
 * A sink that signs its calls with the core's credentials, together with its emulator, as its author describes them to
 * {@link CredentialConformance}. Each case opens a new one, with an empty destination that runs, and closes it.
 */
public interface SigningSink extends AutoCloseable {

    SinkDefinition<?, ?> definition();

    /** How the names of the sink's options begin, such as {@code oss.}. */
    String prefix();

    /** A config that works but for the credentials, which it does not name; a record is sent as soon as it comes. */
    Map<String, String> config();

    /** A record that can be stored, another one for each number. */
    Payload payload(int number);

    /** How many records the destination has, read with another client than the sink's. */
    int stored();

    /** The HTTP status that each call so far was answered with. */
    List<Integer> statuses();

    /** Ends the emulator. */
    @Override
    void close();
}
