package dev.sluice.oss.format;

import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * One gzip member an object (RFC 1952), because not every reader looks for a second. Each block ends at a byte with the
 * window cleared (RFC 1951, an empty stored block), so blocks of different compressors follow one another.
 */
final class GzipCompressor implements BlockCompressor {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    /** A last block that is empty, in fixed codes. */
    private static final byte[] LAST_BLOCK = {3, 0};

    private final int level;
    private final CRC32 crc = new CRC32();
    private long length;

    /** @param level -1 for the library's own */
    GzipCompressor(int level) {
        this.level = level;
    }

    @Override
    public int blockBytes() {
        return 256 << 10;
    }

    @Override
    public void start(ByteSink into) {
        into.write(HEADER, 0, HEADER.length);
    }

    @Override
    public void block(byte[] bytes, int count, ByteSink into) {
        crc.update(bytes, 0, count);
        length += count;
        deflate(bytes, count, level, Deflater.FULL_FLUSH, into);
    }

    /**
     * Adds the bytes as RFC 1951 has them.
     *
     * @param flush {@link Deflater#FULL_FLUSH} when other blocks follow, {@link Deflater#NO_FLUSH} when this is all
     */
    static void deflate(byte[] bytes, int count, int level, int flush, ByteSink into) {
        Deflater deflater = new Deflater(level, true);
        try {
            deflater.setInput(bytes, 0, count);
            if (flush == Deflater.NO_FLUSH) {
                deflater.finish();
            }
            int room;
            int written;
            do {
                room = Math.max(1 << 10, count / 4);
                into.ensureRoom(room);
                written = deflater.deflate(into.array(), into.length(), room, flush);
                into.advance(written);
            } while (written == room);
        } finally {
            // Its memory is not on the heap, and would wait for the garbage collector.
            deflater.end();
        }
    }

    @Override
    public void end(ByteSink into) {
        into.write(LAST_BLOCK, 0, LAST_BLOCK.length);
        into.writeIntLittleEndian((int) crc.getValue());
        into.writeIntLittleEndian((int) length);
    }
}
