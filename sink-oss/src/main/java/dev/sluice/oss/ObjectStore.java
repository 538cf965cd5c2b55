package dev.sluice.oss;

import java.util.Map;
import java.util.function.BooleanSupplier;

/** The bucket. Calls block, and may be made from many threads at once. What they throw is for {@link OssFailures}. */
interface ObjectStore extends AutoCloseable {

    /**
     * Stores an object whole, or not at all; an object of this key is replaced.
     *
     * @param metadata user metadata, by name without prefix
     * @param givenUp once it says so, the attempt breaks off
     */
    void put(
            String key,
            ObjectContent content,
            String contentType,
            Map<String, String> metadata,
            BooleanSupplier givenUp);

    /** Asks for an object, to find out whether the service answers and knows the caller. One that does not exist is right. */
    void probe(String key);

    /** Ends all connections; calls that are under way fail soon. */
    @Override
    void close();
}
