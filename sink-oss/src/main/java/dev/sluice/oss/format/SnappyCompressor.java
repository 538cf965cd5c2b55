package dev.sluice.oss.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32C;
import org.xerial.snappy.Snappy;

/** Snappy's <a href="https://github.com/google/snappy/blob/main/framing_format.txt">framing format</a>. */
final class SnappyCompressor implements BlockCompressor {
    private static final byte[] STREAM = {(byte) 0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'};
    private static final int COMPRESSED = 0;
    private static final int CHECKSUM_BYTES = 4;

    @Override
    public int blockBytes() {
        // The format's limit for a chunk.
        return 64 << 10;
    }

    @Override
    public void start(ByteSink into) {
        into.write(STREAM, 0, STREAM.length);
    }

    @Override
    public void block(byte[] bytes, int count, ByteSink into) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, count);
        int sum = (int) crc.getValue();
        int header = into.length();
        into.writeIntLittleEndian(0);
        into.writeIntLittleEndian(Integer.rotateRight(sum, 15) + 0xa282ead8);
        int length = compress(bytes, count, into) + CHECKSUM_BYTES;
        into.setIntLittleEndian(header, (length << 8) | COMPRESSED);
    }

    /** Adds the bytes in snappy's raw format and says how many they became. */
    static int compress(byte[] bytes, int count, ByteSink into) {
        into.ensureRoom(Snappy.maxCompressedLength(count));
        try {
            int written = Snappy.compress(bytes, 0, count, into.array(), into.length());
            into.advance(written);
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
