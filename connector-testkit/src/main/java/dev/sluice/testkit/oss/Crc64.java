package dev.sluice.testkit.oss;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * CRC-64 with the ECMA-182 polynomial in its reflected form (also known as CRC-64/XZ), the checksum that OSS sends as
 * {@code x-oss-hash-crc64ecma}. Eight bytes a step, from eight tables.
 */
final class Crc64 {
    private static final long POLYNOMIAL = 0xC96C5795D7870F42L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[][] TABLES = tables();

    /** The checksum of no bytes, and what {@link #update} starts from. */
    static final long EMPTY = 0;

    private Crc64() {}

    /** The checksum of what {@code crc} already covers followed by these bytes. */
    static long update(long crc, byte[] bytes, int from, int length) {
        long state = ~crc;
        int at = from;
        int end = from + length;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            long word = state ^ (long) LONGS.get(bytes, at);
            state = TABLES[7][(int) word & 0xFF]
                    ^ TABLES[6][(int) (word >>> 8) & 0xFF]
                    ^ TABLES[5][(int) (word >>> 16) & 0xFF]
                    ^ TABLES[4][(int) (word >>> 24) & 0xFF]
                    ^ TABLES[3][(int) (word >>> 32) & 0xFF]
                    ^ TABLES[2][(int) (word >>> 40) & 0xFF]
                    ^ TABLES[1][(int) (word >>> 48) & 0xFF]
                    ^ TABLES[0][(int) (word >>> 56)];
        }
        for (; at < end; at++) {
            state = TABLES[0][(int) (state ^ bytes[at]) & 0xFF] ^ (state >>> 8);
        }
        return ~state;
    }

    /**
     * The checksum of two pieces laid end to end, from their own checksums: the first is moved over the length of the
     * second by multiplying with x^(8·length) modulo the polynomial.
     */
    static long combine(long first, long second, long secondLength) {
        long moved = first;
        long power = 1L << (63 - 8); // x^8: one byte
        for (long left = secondLength; left != 0; left >>>= 1) {
            if ((left & 1) != 0) {
                moved = multiply(moved, power);
            }
            power = multiply(power, power);
        }
        return moved ^ second;
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
}
