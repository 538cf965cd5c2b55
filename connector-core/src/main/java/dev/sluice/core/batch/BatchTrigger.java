package dev.sluice.core.batch;

/** Why a batch was closed. */
public enum BatchTrigger {
    /** As many entries as it may hold. */
    RECORDS,
    /** The next entry would not fit any more. */
    BYTES,
    /** The first entry has waited long enough. */
    LINGER,
    /** No entry has come for a while. */
    IDLE,
    /** The span of record timestamps is complete. */
    RECORD_TIME,
    /** The clock on the wall reached a boundary. */
    WALL_CLOCK,
    /** The next entry has a schema that does not go with the batch. */
    SCHEMA,
    /** The memory budget is used up and this batch was the largest. */
    MEMORY,
    /** An entry with a key of this batch waits for it, and there is room in flight. */
    KEY_WAITING,
    /** Offsets are about to be committed. */
    COMMIT,
    /** Part of a batch that is sent again. */
    RETRY,
    /** Half of a batch that was refused as a whole. */
    ISOLATION
}
