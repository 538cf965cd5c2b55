package dev.sluice.oss.format;

import java.io.IOException;
import net.jpountz.lz4.LZ4Compressor;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Compresses pages without Hadoop, which the library's own codecs need. Has no state that must be given back. */
final class ParquetCodecs implements CompressionCodecFactory {
    private final Compression compression;
    private final @Nullable LZ4Compressor lz4;
    private final ByteSink plain = new ByteSink();
    private final ByteSink scratch = new ByteSink();

    ParquetCodecs(Compression compression) {
        this.compression = compression;
        this.lz4 =
                compression.codec() == Compression.Codec.LZ4 ? Lz4Compressor.compressorOf(compression.level()) : null;
    }

    /** What the footer calls the codec. */
    CompressionCodecName codecName() {
        return switch (compression.codec()) {
            case NONE -> CompressionCodecName.UNCOMPRESSED;
            case GZIP -> CompressionCodecName.GZIP;
            case ZSTD -> CompressionCodecName.ZSTD;
            case AUTO, SNAPPY -> CompressionCodecName.SNAPPY;
            case LZ4 -> CompressionCodecName.LZ4_RAW;
        };
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return new BytesInputCompressor() {
            @Override
            public BytesInput compress(BytesInput page) throws IOException {
                if (codec == CompressionCodecName.UNCOMPRESSED) {
                    return page;
                }
                plain.clear();
                page.writeAllTo(plain);
                return compressed(codec, plain.array(), plain.length());
            }

            @Override
            public CompressionCodecName getCodecName() {
                return codec;
            }

            @Override
            public void release() {
                // Holds nothing.
            }
        };
    }

    private BytesInput compressed(CompressionCodecName codec, byte[] page, int length) {
        scratch.clear();
        switch (codec) {
            case GZIP -> {
                GzipCompressor gzip = new GzipCompressor(compression.level());
                gzip.start(scratch);
                gzip.block(page, length, scratch);
                gzip.end(scratch);
            }
            case ZSTD -> ZstdCompressor.compress(page, length, compression.levelOr(3), scratch);
            case SNAPPY -> SnappyCompressor.compress(page, length, scratch);
            case LZ4_RAW -> {
                if (lz4 == null) {
                    throw new IllegalStateException("lz4 was not asked for");
                }
                Lz4Compressor.compress(lz4, page, length, scratch);
            }
            default -> throw new IllegalStateException(codec + " is not one of ours");
        }
        return BytesInput.from(scratch.toByteArray());
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("nothing is read here");
    }

    @Override
    public void release() {
        // Holds nothing.
    }
}
