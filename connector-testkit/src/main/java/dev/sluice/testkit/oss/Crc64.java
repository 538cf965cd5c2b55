package dev.sluice.testkit.oss;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * CRC-64 with the ECMA-182 polynomial in its reflected form (also known as CRC-64/XZ), the checksum that OSS sends as
 * {@code x-oss-hash-crc64ecma}. Eight bytes a step, from eight tables; a processor can look up several at a time, but each
 * step waits for the one before, so a block is worked through at four places at once.
 */
final class Crc64 {
    private static final long POLYNOMIAL = 0xC96C5795D7870F42L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[][] TABLES = tables();
    /** Bytes of one of the four pieces of a block. */
    private static final int PIECE = 1024;
    /** What each byte of a state becomes when a piece follows it. */
    private static final long[][] PIECE_FOLLOWS = pieceFollows();

    /** The checksum of no bytes, and what {@link #update} starts from. */
    static final long EMPTY = 0;

    private Crc64() {}

    /** The checksum of what {@code crc} already covers followed by these bytes. */
    static long update(long crc, byte[] bytes, int from, int length) {
        long state = ~crc;
        int at = from;
        int end = from + length;
        for (; end - at >= 4 * PIECE; at += 4 * PIECE) {
            state = block(state, bytes, at);
        }
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            state = step(state ^ (long) LONGS.get(bytes, at));
        }
        for (; at < end; at++) {
            state = TABLES[0][(int) (state ^ bytes[at]) & 0xFF] ^ (state >>> 8);
        }
        return ~state;
    }

    private static long step(long word) {
        return TABLES[7][(int) word & 0xFF]
                ^ TABLES[6][(int) (word >>> 8) & 0xFF]
                ^ TABLES[5][(int) (word >>> 16) & 0xFF]
                ^ TABLES[4][(int) (word >>> 24) & 0xFF]
                ^ TABLES[3][(int) (word >>> 32) & 0xFF]
                ^ TABLES[2][(int) (word >>> 40) & 0xFF]
                ^ TABLES[1][(int) (word >>> 48) & 0xFF]
                ^ TABLES[0][(int) (word >>> 56)];
    }

    /** Four pieces at once, each but the first as if nothing stood before it. */
    private static long block(long before, byte[] bytes, int from) {
        long first = before;
        long second = 0;
        long third = 0;
        long fourth = 0;
        for (int at = from; at < from + PIECE; at += Long.BYTES) {
            first = step(first ^ (long) LONGS.get(bytes, at));
            second = step(second ^ (long) LONGS.get(bytes, at + PIECE));
            third = step(third ^ (long) LONGS.get(bytes, at + 2 * PIECE));
            fourth = step(fourth ^ (long) LONGS.get(bytes, at + 3 * PIECE));
        }
        return pieceFollows(pieceFollows(pieceFollows(first) ^ second) ^ third) ^ fourth;
    }

    private static long pieceFollows(long state) {
        long moved = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            moved ^= PIECE_FOLLOWS[i][(int) (state >>> (8 * i)) & 0xFF];
        }
        return moved;
    }

    /**
     * The checksum of two pieces laid end to end, from their own checksums: the first is moved over the length of the
     * second by multiplying with x^(8·length) modulo the polynomial.
     */
    static long combine(long first, long second, long secondLength) {
        return moved(first, secondLength) ^ second;
    }

    private static long moved(long state, long bytes) {
        long moved = state;
        long power = 1L << (63 - 8); // x^8: one byte
        for (long left = bytes; left != 0; left >>>= 1) {
            if ((left & 1) != 0) {
                moved = multiply(moved, power);
            }
            power = multiply(power, power);
        }
        return moved;
    }

    /** The checksum as the service writes it: an unsigned decimal number. */
    static String text(long crc) {
        return Long.toUnsignedString(crc);
    }

    /** Product of two polynomials modulo ours; reflected, so the highest bit is the coefficient of x^0. */
    private static long multiply(long a, long b) {
        long product = 0;
        long term = b;
        for (long bit = 1L << 63; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= term;
            }
            term = (term & 1) == 0 ? term >>> 1 : (term >>> 1) ^ POLYNOMIAL;
        }
        return product;
    }

    private static long[][] tables() {
        long[][] tables = new long[8][256];
        for (int i = 0; i < 256; i++) {
            long value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
            }
            tables[0][i] = value;
        }
        for (int i = 0; i < 256; i++) {
            for (int t = 1; t < 8; t++) {
                long before = tables[t - 1][i];
                tables[t][i] = tables[0][(int) before & 0xFF] ^ (before >>> 8);
            }
        }
        return tables;
    }

    private static long[][] pieceFollows() {
        long[][] tables = new long[Long.BYTES][256];
        for (int i = 0; i < Long.BYTES; i++) {
            for (int b = 0; b < 256; b++) {
                tables[i][b] = moved((long) b << (8 * i), PIECE);
            }
        }
        return tables;
    }
}
