package dev.sluice.oss.format;

/** Compresses one object block by block, each by itself. Keeps counters and sums of the object, and nothing that is large. */
interface BlockCompressor {

    /** Bytes of a full block, before it is compressed. */
    int blockBytes();

    /** What the object begins with. */
    default void start(ByteSink into) {}

    /** @param count of the bytes that belong to the block; {@link #blockBytes} at most */
    void block(byte[] bytes, int count, ByteSink into);

    /** What the object ends with. */
    default void end(ByteSink into) {}
}
