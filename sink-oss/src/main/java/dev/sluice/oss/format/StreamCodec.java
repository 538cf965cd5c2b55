package dev.sluice.oss.format;

import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Compresses whole objects. An open object holds plain bytes that are not a full block yet, and no compressor of its own:
 * each block is compressed by itself, so what ten thousand open objects take grows with their content alone.
 */
final class StreamCodec {
    private final String suffix;
    private final String mediaType;
    private final Supplier<BlockCompressor> compressors;
    /** One block at a time. */
    private final ByteSink scratch = new ByteSink();

    private StreamCodec(String suffix, String mediaType, Supplier<BlockCompressor> compressors) {
        this.suffix = suffix;
        this.mediaType = mediaType;
        this.compressors = compressors;
    }

    /** @throws ConnectException when the worker lacks the codec's library */
    static StreamCodec of(Compression compression) {
        StreamCodec codec = switch (compression.codec()) {
            case AUTO, NONE -> new StreamCodec("", "", NoCompressor::new);
            case GZIP -> new StreamCodec(".gz", "application/gzip", () -> new GzipCompressor(compression.level()));
            case ZSTD -> new StreamCodec(".zst", "application/zstd", () -> new ZstdCompressor(compression.levelOr(3)));
            case SNAPPY -> new StreamCodec(".sz", "application/x-snappy-framed", SnappyCompressor::new);
            case LZ4 -> new StreamCodec(".lz4", "application/x-lz4", () -> new Lz4Compressor(compression.level()));
        };
        try {
            codec.compressors.get().block(new byte[1], 1, new ByteSink());
        } catch (LinkageError e) {
            throw new ConnectException(
                    "this worker has no library for " + Compression.COMPRESSION_TYPE + "="
                            + compression.codec().name().toLowerCase(java.util.Locale.ROOT)
                            + "; zstd-jni, snappy-java and lz4-java come with Kafka in the worker's libs directory",
                    e);
        }
        return codec;
    }

    boolean compresses() {
        return !suffix.isEmpty();
    }

    /** What an object's name ends in; empty for plain objects. */
    String suffix() {
        return suffix;
    }

    /** The media type of a compressed object, which hides that of its content; the content's own for a plain one. */
    String mediaType(String content) {
        return compresses() ? mediaType : content;
    }

    ObjectBody open(ObjectOutput output) {
        return compresses() ? new CompressedBody(output, compressors.get()) : ObjectBody.plain(output);
    }

    private final class CompressedBody implements ObjectBody {
        private final ObjectOutput output;
        private final BlockCompressor compressor;
        private final ByteSink pending = new ByteSink();
        private boolean started;

        CompressedBody(ObjectOutput output, BlockCompressor compressor) {
            this.output = output;
            this.compressor = compressor;
            output.holds(pending.capacity());
        }

        @Override
        public void write(byte[] bytes, int offset, int count) {
            int from = offset;
            int left = count;
            while (left > 0) {
                int now = Math.min(left, compressor.blockBytes() - pending.length());
                pending.write(bytes, from, now);
                from += now;
                left -= now;
                if (pending.length() == compressor.blockBytes()) {
                    compress();
                }
            }
            output.holds(pending.capacity());
        }

        private void compress() {
            scratch.clear();
            start();
            compressor.block(pending.array(), pending.length(), scratch);
            scratch.appendTo(output);
            pending.clear();
        }

        private void start() {
            if (!started) {
                started = true;
                compressor.start(scratch);
            }
        }

        @Override
        public long pendingBytes() {
            return pending.length();
        }

        @Override
        public void finish() {
            if (pending.length() > 0) {
                compress();
            }
            scratch.clear();
            start();
            compressor.end(scratch);
            scratch.appendTo(output);
            output.holds(0);
        }
    }

    private static final class NoCompressor implements BlockCompressor {
        @Override
        public int blockBytes() {
            return 1;
        }

        @Override
        public void block(byte[] bytes, int count, ByteSink into) {
            into.write(bytes, 0, count);
        }
    }
}
