package dev.sluice.testkit.tablestore;

/** The checksum of PlainBuffer: CRC-8 with the polynomial x^8 + x^2 + x + 1, over slices of an array. */
final class Crc8 {
    private static final byte[] TABLE = table();

    private Crc8() {}

    private static byte[] table() {
        byte[] table = new byte[256];
        for (int i = 0; i < 256; i++) {
            int x = i;
            for (int bit = 0; bit < 8; bit++) {
                x = (x & 0x80) == 0 ? x << 1 : (x << 1) ^ 0x07;
            }
            table[i] = (byte) x;
        }
        return table;
    }

    static byte of(byte crc, byte in) {
        return TABLE[(crc ^ in) & 0xff];
    }

    static byte of(byte crc, long in) {
        byte sum = crc;
        for (int shift = 0; shift < 64; shift += 8) {
            sum = TABLE[(sum ^ (int) (in >> shift)) & 0xff];
        }
        return sum;
    }

    static byte of(byte crc, byte[] in, int from, int length) {
        int sum = crc & 0xff;
        for (int i = from, end = from + length; i < end; i++) {
            sum = TABLE[(sum ^ in[i]) & 0xff] & 0xff;
        }
        return (byte) sum;
    }
}
