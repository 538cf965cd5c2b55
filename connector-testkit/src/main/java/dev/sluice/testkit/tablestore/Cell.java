package dev.sluice.testkit.tablestore;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alicloud.openservices.tablestore.core.protocol.PlainBufferConsts;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One cell of a row as a view of the bytes it came in or is stored in: nothing is decoded until somebody asks, since
 * most cells are only moved from a request to the table and back.
 *
 * @param valueAt where the value's type byte is; -1 when the cell has no value
 * @param valueLength of type byte and payload
 * @param operation 0, or what an update does with the column
 * @param timestamp the version in ms, -1 when none is given
 * @param sum checksum of name and value
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Cell(
        byte[] in, int nameAt, int nameLength, int valueAt, int valueLength, byte operation, long timestamp, byte sum) {
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static final int NO_TIMESTAMP = -1;

    /** A cell with the name of another one and an integer value. */
    Cell withInteger(long value, long version) {
        byte[] bytes = new byte[nameLength + 9];
        System.arraycopy(in, nameAt, bytes, 0, nameLength);
        bytes[nameLength] = PlainBufferConsts.VT_INTEGER;
        LONG.set(bytes, nameLength + 1, value);
        return new Cell(
                bytes, 0, nameLength, nameLength, 9, (byte) 0, version, Crc8.of((byte) 0, bytes, 0, bytes.length));
    }

    /** As it is stored: with a version, without an operation. */
    Cell at(long version) {
        return new Cell(in, nameAt, nameLength, valueAt, valueLength, (byte) 0, version, sum);
    }

    String name() {
        return new String(in, nameAt, nameLength, UTF_8);
    }

    boolean nameIs(byte[] utf8) {
        return Arrays.equals(in, nameAt, nameAt + nameLength, utf8, 0, utf8.length);
    }

    int compareName(byte[] utf8) {
        return Arrays.compareUnsigned(in, nameAt, nameAt + nameLength, utf8, 0, utf8.length);
    }

    int compareName(Cell other) {
        return Arrays.compareUnsigned(
                in, nameAt, nameAt + nameLength, other.in, other.nameAt, other.nameAt + other.nameLength);
    }

    boolean hasValue() {
        return valueAt >= 0;
    }

    byte type() {
        return in[valueAt];
    }

    String typeName() {
        return typeName(type());
    }

    static String typeName(byte type) {
        return switch (type) {
            case PlainBufferConsts.VT_INTEGER -> "VT_INTEGER";
            case PlainBufferConsts.VT_DOUBLE -> "VT_DOUBLE";
            case PlainBufferConsts.VT_BOOLEAN -> "VT_BOOLEAN";
            case PlainBufferConsts.VT_STRING -> "VT_STRING";
            case PlainBufferConsts.VT_BLOB -> "VT_BLOB";
            case PlainBufferConsts.VT_INF_MIN -> "VT_INF_MIN";
            case PlainBufferConsts.VT_INF_MAX -> "VT_INF_MAX";
            case PlainBufferConsts.VT_AUTO_INCREMENT -> "VT_AUTO_INCREMENT";
            default -> "VT_" + type;
        };
    }

    long integer() {
        return (long) LONG.get(in, valueAt + 1);
    }

    double real() {
        return Double.longBitsToDouble(integer());
    }

    boolean bool() {
        return in[valueAt + 1] != 0;
    }

    /** The content of a string. */
    String text() {
        return new String(in, contentAt(), contentLength(), UTF_8);
    }

    /** Where the content of a string or binary starts. */
    int contentAt() {
        return valueAt + 5;
    }

    /** How long the content of a string or binary is. */
    int contentLength() {
        return valueLength - 5;
    }

    /** The size of the value as the service counts it. */
    int valueSize() {
        if (valueAt < 0) {
            return 0;
        }
        return switch (type()) {
            case PlainBufferConsts.VT_STRING, PlainBufferConsts.VT_BLOB -> contentLength();
            default -> valueLength - 1;
        };
    }

    /** Name and value, as limits and capacity are counted. */
    int dataSize() {
        return nameLength + valueSize();
    }
}
