package dev.sluice.oss;

import dev.sluice.core.batch.BatchKey;
import dev.sluice.oss.format.Lane;
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
    private final Lane lane;
    private final int hash;
    /**
     * The object that was opened with this very path last, while it is open; {@link OpenObjects} alone looks after it. It is but a
     * short cut: equal paths may have other ones.
     */
    @Nullable
    ObjectBatch latest;

    /**
     * @param key the object's key without prefix and extension, with {@link #OFFSET} in place of the first offset
     * @param origin where the records were read; an object never mixes two, because offsets are committed by it
     * @param lane which records the format lets share an object; not part of the key: the first offset tells objects apart,
     *     because a record is in one of them only
     */
    private ObjectPath(String key, TopicPartition origin, Lane lane) {
        this.key = key;
        this.origin = origin;
        this.lane = lane;
        this.hash = 31 * (31 * key.hashCode() + origin.hashCode()) + lane.hashCode();
    }

    /** In a format whose objects take every record. */
    ObjectPath(String key, TopicPartition origin) {
        this(key, origin, Lane.ANY);
    }

    /** The same path for the records of one lane. */
    ObjectPath in(Lane other) {
        return lane.equals(other) ? this : new ObjectPath(key, origin, other);
    }

    String key() {
        return key;
    }

    TopicPartition origin() {
        return origin;
    }

    Lane lane() {
        return lane;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof ObjectPath path
                        && hash == path.hash
                        && key.equals(path.key)
                        && origin.equals(path.origin)
                        && lane.equals(path.lane));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Without the key: it may hold values of records, which are not for a log. */
    @Override
    public String toString() {
        String path = origin + " (path " + Integer.toHexString(key.hashCode());
        return lane.equals(Lane.ANY) ? path + ")" : path + ", schema " + Integer.toHexString(lane.hashCode()) + ")";
    }
}
