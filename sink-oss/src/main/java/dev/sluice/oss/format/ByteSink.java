package dev.sluice.oss.format;

import java.io.OutputStream;
import java.util.Arrays;

/** A scratch output that is used for one record after another, and shrinks after an unusually large one. */
final class ByteSink extends OutputStream {
    private static final int KEPT = 1 << 20;

    private byte[] bytes = new byte[1 << 10];
    private int length;

    @Override
    public void write(int b) {
        ensureRoom(1);
        bytes[length++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int count) {
        ensureRoom(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    /** Forgets the content. */
    void clear() {
        length = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[KEPT];
        }
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    void appendTo(ObjectOutput output) {
        output.append(bytes, 0, length);
    }

    private void ensureRoom(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, 2L * bytes.length)));
        }
    }
}
