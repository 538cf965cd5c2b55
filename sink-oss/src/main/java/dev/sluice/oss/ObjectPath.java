package dev.sluice.oss;

import dev.sluice.core.batch.BatchKey;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Records with equal paths share an object. It knows its hash, because it is looked up for each record.
 */
final class ObjectPath implements BatchKey {
    /** Where the first offset goes; no key can hold this. */
    static final char OFFSET = '\0';

    private final String key;
    private final TopicPartition origin;
    private final int hash;

    /**
     * @param key the object's key without prefix and extension, with {@link #OFFSET} in place of the first offset
     * @param origin where the records were read; an object never mixes two, because offsets are committed by it
     */
    ObjectPath(String key, TopicPartition origin) {
        this.key = key;
        this.origin = origin;
        this.hash = 31 * key.hashCode() + origin.hashCode();
    }

    String key() {
        return key;
    }

    TopicPartition origin() {
        return origin;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof ObjectPath path
                        && hash == path.hash
                        && key.equals(path.key)
                        && origin.equals(path.origin));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Without the key: it may hold values of records, which are not for a log. */
    @Override
    public String toString() {
        return origin + " (path " + Integer.toHexString(key.hashCode()) + ")";
    }
}
