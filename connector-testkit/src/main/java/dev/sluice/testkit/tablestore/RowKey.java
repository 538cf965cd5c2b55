package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.PlainBufferConsts;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A primary key as bytes whose unsigned order is the service's order of rows: integers by value, strings and binaries
 * by their bytes, a shorter one before its continuation, INF_MIN before and INF_MAX after everything.
 */
final class RowKey implements Comparable<RowKey> {
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte LOWEST = 0;
    private static final byte VALUE = 1;
    private static final byte HIGHEST = 2;

    private final byte[] bytes;
    private final int hash;

    private RowKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    static RowKey of(List<Cell> key) {
        int size = 0;
        for (Cell cell : key) {
            size += size(cell);
        }
        byte[] out = new byte[size];
        int at = 0;
        for (Cell cell : key) {
            at = write(cell, out, at);
        }
        return new RowKey(out);
    }

    /** The value of the last key column, which must be an integer. */
    long lastInteger() {
        return (long) BIG.get(bytes, bytes.length - 8) ^ Long.MIN_VALUE;
    }

    @Override
    public int compareTo(RowKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowKey key && hash == key.hash && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    private static int size(Cell cell) {
        return switch (cell.type()) {
            case PlainBufferConsts.VT_INTEGER -> 9;
            case PlainBufferConsts.VT_STRING, PlainBufferConsts.VT_BLOB -> 3 + cell.contentLength() + zeros(cell);
            default -> 1;
        };
    }

    private static int zeros(Cell cell) {
        int zeros = 0;
        for (int i = cell.contentAt(), end = i + cell.contentLength(); i < end; i++) {
            if (cell.in()[i] == 0) {
                zeros++;
            }
        }
        return zeros;
    }

    private static int write(Cell cell, byte[] out, int from) {
        int at = from;
        switch (cell.type()) {
            case PlainBufferConsts.VT_INTEGER -> {
                out[at++] = VALUE;
                BIG.set(out, at, cell.integer() ^ Long.MIN_VALUE);
                return at + 8;
            }
            case PlainBufferConsts.VT_STRING, PlainBufferConsts.VT_BLOB -> {
                out[at++] = VALUE;
                for (int i = cell.contentAt(), end = i + cell.contentLength(); i < end; i++) {
                    byte b = cell.in()[i];
                    out[at++] = b;
                    if (b == 0) {
                        // A zero inside must sort after the two zeros that end a value.
                        out[at++] = (byte) 0xff;
                    }
                }
                return at + 2;
            }
            case PlainBufferConsts.VT_INF_MAX -> {
                out[at] = HIGHEST;
                return at + 1;
            }
            default -> {
                out[at] = LOWEST;
                return at + 1;
            }
        }
    }
}
