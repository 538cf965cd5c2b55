package dev.sluice.oss.format;

/** Where an encoder puts the bytes of its object. Task thread only. */
public interface ObjectOutput {

    /** Adds to the end of the object. The bytes are copied. */
    void append(byte[] bytes, int offset, int count);

    default void append(byte[] bytes) {
        append(bytes, 0, bytes.length);
    }

    /**
     * Says how many bytes of heap the encoder itself holds now, besides what it has appended; the task's memory budget is
     * charged for them. Replaces what was said before.
     */
    void holds(long bytes);
}
