package dev.sluice.oss.format;

/** Avro's <a href="https://avro.apache.org/docs/1.12.0/specification/#binary-encoding">binary encoding</a>. */
final class AvroBinary {
    private AvroBinary() {}

    /** int and long, which are written alike. */
    static void writeLong(long value, ByteSink into) {
        long left = (value << 1) ^ (value >> 63);
        while ((left & ~0x7FL) != 0) {
            into.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        into.write((int) left);
    }

    static void writeFloat(float value, ByteSink into) {
        into.writeIntLittleEndian(Float.floatToRawIntBits(value));
    }

    static void writeDouble(double value, ByteSink into) {
        long bits = Double.doubleToRawLongBits(value);
        into.writeIntLittleEndian((int) bits);
        into.writeIntLittleEndian((int) (bits >>> 32));
    }

    static void writeBytes(byte[] value, ByteSink into) {
        writeLong(value.length, into);
        into.write(value);
    }

    static void writeString(String value, ByteSink into) {
        writeBytes(Utf8.encode(value), into);
    }
}
