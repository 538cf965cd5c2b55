package dev.sluice.oss.format;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHashFactory;

/** One LZ4 <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md">frame</a> of independent blocks an object. */
final class Lz4Compressor implements BlockCompressor {
    private static final int MAGIC = 0x184D2204;
    /** Version 1, independent blocks, checksum of the content. */
    private static final byte FLAGS = 0b0110_0100;
    /** Blocks of 256 KiB. */
    private static final byte BLOCK_SIZE = 5 << 4;

    private static final int STORED = 1 << 31;

    private final LZ4Compressor compressor;
    private final StreamingXXHash32 hash = XXHashFactory.fastestJavaInstance().newStreamingHash32(0);

    /** @param level -1 for fast */
    Lz4Compressor(int level) {
        this.compressor = compressorOf(level);
    }

    static LZ4Compressor compressorOf(int level) {
        LZ4Factory factory = LZ4Factory.fastestInstance();
        return level == Compression.DEFAULT_LEVEL ? factory.fastCompressor() : factory.highCompressor(level);
    }

    @Override
    public int blockBytes() {
        return 256 << 10;
    }

    @Override
    public void start(ByteSink into) {
        into.writeIntLittleEndian(MAGIC);
        byte[] descriptor = {FLAGS, BLOCK_SIZE};
        into.write(descriptor, 0, 2);
        into.write(XXHashFactory.fastestJavaInstance().hash32().hash(descriptor, 0, 2, 0) >> 8);
    }

    @Override
    public void block(byte[] bytes, int count, ByteSink into) {
        hash.update(bytes, 0, count);
        int header = into.length();
        into.writeIntLittleEndian(0);
        int length = compress(compressor, bytes, count, into);
        if (length < count) {
            into.setIntLittleEndian(header, length);
        } else {
            into.truncate(header);
            into.writeIntLittleEndian(count | STORED);
            into.write(bytes, 0, count);
        }
    }

    /** Adds the bytes as a raw block and says how many they became. */
    static int compress(LZ4Compressor compressor, byte[] bytes, int count, ByteSink into) {
        int room = compressor.maxCompressedLength(count);
        into.ensureRoom(room);
        int written = compressor.compress(bytes, 0, count, into.array(), into.length(), room);
        into.advance(written);
        return written;
    }

    @Override
    public void end(ByteSink into) {
        into.writeIntLittleEndian(0);
        into.writeIntLittleEndian(hash.getValue());
    }
}
