package dev.sluice.oss.format;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.OutputStream;
import java.util.Arrays;

/** A growing array of bytes that is used again and again, and shrinks after an unusually large use. */
final class ByteSink extends OutputStream {
    private static final int KEPT = 1 << 20;
    private static final int LONGEST_DECIMAL = Long.toString(Long.MIN_VALUE).length();

    private byte[] bytes;
    private int length;

    ByteSink() {
        this(1 << 10);
    }

    ByteSink(int initialCapacity) {
        bytes = new byte[initialCapacity];
    }

    @Override
    public void write(int b) {
        ensureRoom(1);
        bytes[length++] = (byte) b;
    }

    @Override
    public void write(byte[] from) {
        write(from, 0, from.length);
    }

    @Override
    public void write(byte[] from, int offset, int count) {
        ensureRoom(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    /** As digits. */
    void writeDecimal(long value) {
        ensureRoom(LONGEST_DECIMAL);
        length = NumberOutput.outputLong(value, bytes, length);
    }

    void writeIntLittleEndian(int value) {
        ensureRoom(Integer.BYTES);
        length += Integer.BYTES;
        setIntLittleEndian(length - Integer.BYTES, value);
    }

    void setIntLittleEndian(int position, int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[position + i] = (byte) (value >>> (Byte.SIZE * i));
        }
    }

    int length() {
        return length;
    }

    /** What it takes of the heap. */
    int capacity() {
        return bytes.length;
    }

    /** The bytes themselves, {@link #length} of them in use, until the next write. */
    byte[] array() {
        return bytes;
    }

    /** Takes over what was written into {@link #array} behind the end. */
    void advance(int count) {
        length += count;
    }

    /** Forgets everything from there on. */
    void truncate(int newLength) {
        length = newLength;
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

    void appendTo(ObjectBody body) {
        body.write(bytes, 0, length);
    }

    void ensureRoom(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, 2L * bytes.length)));
        }
    }
}
