package dev.sluice.testkit.tablestore;

/** The checksum of PlainBuffer: CRC-8 with the polynomial x^8 + x^2 + x + 1, over slices of an array. */
final class Crc8 {
    /** The n-th row of 256 says what a byte becomes when n more bytes follow it: eight look-ups do not wait in line. */
    private static final byte[] TABLE = table();

    private Crc8() {}

    private static byte[] table() {
        byte[] table = new byte[8 * 256];
        for (int i = 0; i < 256; i++) {
            int x = i;
            for (int bit = 0; bit < 8; bit++) {
                x = (x & 0x80) == 0 ? x << 1 : (x << 1) ^ 0x07;
            }
            table[i] = (byte) x;
        }
        for (int i = 256; i < table.length; i++) {
            table[i] = table[table[i - 256] & 0xff];
        }
        return table;
    }

    static byte of(byte crc, byte in) {
        return TABLE[(crc ^ in) & 0xff];
    }

    /** Of the long's bytes, lowest first. */
    static byte of(byte crc, long in) {
        return (byte) (TABLE[0x700 | (((int) in ^ crc) & 0xff)]
                ^ TABLE[0x600 | ((int) (in >> 8) & 0xff)]
                ^ TABLE[0x500 | ((int) (in >> 16) & 0xff)]
                ^ TABLE[0x400 | ((int) (in >> 24) & 0xff)]
                ^ TABLE[0x300 | ((int) (in >> 32) & 0xff)]
                ^ TABLE[0x200 | ((int) (in >> 40) & 0xff)]
                ^ TABLE[0x100 | ((int) (in >> 48) & 0xff)]
                ^ TABLE[(int) (in >> 56) & 0xff]);
    }

    static byte of(byte crc, byte[] in, int from, int length) {
        byte sum = crc;
        int at = from;
        int end = from + length;
        for (; at <= end - 8; at += 8) {
            sum = of(sum, (long) Cell.LONG.get(in, at));
        }
        for (; at < end; at++) {
            sum = TABLE[(sum ^ in[at]) & 0xff];
        }
        return sum;
    }
}
