package dev.sluice.oss.format;

import com.github.luben.zstd.Zstd;

/** A zstd frame for each block (RFC 8878: frames one after another are one content). */
final class ZstdCompressor implements BlockCompressor {
    private final int level;

    ZstdCompressor(int level) {
        this.level = level;
    }

    @Override
    public int blockBytes() {
        return 256 << 10;
    }

    @Override
    public void block(byte[] bytes, int count, ByteSink into) {
        compress(bytes, count, level, into);
    }

    /** Adds the bytes as one frame that states its content's length. */
    static void compress(byte[] bytes, int count, int level, ByteSink into) {
        int room = Math.toIntExact(Zstd.compressBound(count));
        into.ensureRoom(room);
        long written = Zstd.compressByteArray(into.array(), into.length(), room, bytes, 0, count, level);
        if (Zstd.isError(written)) {
            throw new IllegalStateException("zstd: " + Zstd.getErrorName(written));
        }
        into.advance((int) written);
    }
}
