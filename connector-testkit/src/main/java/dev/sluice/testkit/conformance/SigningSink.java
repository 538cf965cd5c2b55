package dev.sluice.testkit.conformance;

import dev.sluice.core.SinkDefinition;
import java.util.List;
import java.util.Map;

/**
 * A sink that signs its calls with the core's credentials, together with its emulator, as its author describes them to
 * {@link CredentialConformance}. Each case opens a new one, with an empty destination that runs, and closes it. Called
 * on the test thread.
 */
public interface SigningSink extends AutoCloseable {

    /**
     * The sink that is examined.
     *
     * @return the definition that its connector and its task use
     */
    SinkDefinition<?, ?> definition();

    /**
     * How the names of the sink's options begin.
     *
     * @return with its dot, such as {@code oss.}
     */
    String prefix();

    /**
     * A config that works but for the credentials, which it does not name; a record is sent as soon as it comes.
     *
     * @return options by name, as in Connect's REST API; the kit takes a copy
     */
    Map<String, String> config();

    /**
     * A record that can be stored.
     *
     * @param number from 0, another one for each record
     * @return a record that is stored beside the others
     */
    Payload payload(int number);

    /**
     * How many records the destination has.
     *
     * @return a count, read with another client than the sink's
     */
    int stored();

    /**
     * What the emulator has answered so far.
     *
     * @return the HTTP status of each call
     */
    List<Integer> statuses();

    /** Ends the emulator. */
    @Override
    void close();
}
