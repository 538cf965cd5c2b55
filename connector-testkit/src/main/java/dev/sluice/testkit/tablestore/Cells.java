package dev.sluice.testkit.tablestore;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alicloud.openservices.tablestore.core.protocol.PlainBufferConsts;

/** Makes cells without a version from plain values. */
final class Cells {
    private static final byte[] NOTHING = {};

    private Cells() {}

    static Cell string(String name, String value) {
        return counted(name, PlainBufferConsts.VT_STRING, value.getBytes(UTF_8));
    }

    static Cell binary(String name, byte[] value) {
        return counted(name, PlainBufferConsts.VT_BLOB, value);
    }

    static Cell integer(String name, long value) {
        return of(name, PlainBufferConsts.VT_INTEGER, eightBytes(value));
    }

    static Cell real(String name, double value) {
        return of(name, PlainBufferConsts.VT_DOUBLE, eightBytes(Double.doubleToRawLongBits(value)));
    }

    static Cell bool(String name, boolean value) {
        return of(name, PlainBufferConsts.VT_BOOLEAN, new byte[] {(byte) (value ? 1 : 0)});
    }

    /** Before every value of a key column. */
    static Cell lowest(String name) {
        return of(name, PlainBufferConsts.VT_INF_MIN, NOTHING);
    }

    /** After every value of a key column. */
    static Cell highest(String name) {
        return of(name, PlainBufferConsts.VT_INF_MAX, NOTHING);
    }

    private static byte[] eightBytes(long value) {
        byte[] bytes = new byte[8];
        Cell.LONG.set(bytes, 0, value);
        return bytes;
    }

    private static Cell counted(String name, byte type, byte[] content) {
        byte[] payload = new byte[4 + content.length];
        Cell.INT.set(payload, 0, content.length);
        System.arraycopy(content, 0, payload, 4, content.length);
        return of(name, type, payload);
    }

    private static Cell of(String name, byte type, byte[] payload) {
        byte[] utf8 = name.getBytes(UTF_8);
        byte[] bytes = new byte[utf8.length + 1 + payload.length];
        System.arraycopy(utf8, 0, bytes, 0, utf8.length);
        bytes[utf8.length] = type;
        System.arraycopy(payload, 0, bytes, utf8.length + 1, payload.length);
        return new Cell(
                bytes,
                0,
                utf8.length,
                utf8.length,
                1 + payload.length,
                (byte) 0,
                Cell.NO_TIMESTAMP,
                Crc8.of((byte) 0, bytes, 0, bytes.length));
    }
}
