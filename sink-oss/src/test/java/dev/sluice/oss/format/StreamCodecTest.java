package dev.sluice.oss.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import dev.sluice.oss.format.Compression.Codec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xerial.snappy.SnappyFramedInputStream;

class StreamCodecTest {

    /** With each library's own reader, which knows nothing of how blocks were put together. */
    static byte[] decompressed(Codec codec, byte[] object) throws IOException {
        InputStream bytes = new ByteArrayInputStream(object);
        try (InputStream plain = switch (codec) {
            case AUTO, NONE -> bytes;
            case GZIP -> new GZIPInputStream(bytes);
            case ZSTD -> new ZstdInputStream(bytes);
            case SNAPPY -> new SnappyFramedInputStream(bytes, true);
            case LZ4 -> new LZ4FrameInputStream(bytes, true);
        }) {
            return plain.readAllBytes();
        }
    }

    @Property(tries = 60)
    void whatIsReadIsWhatWasWritten(
            @ForAll Codec codec,
            @ForAll long seed,
            @ForAll @IntRange(max = 40) int pieces,
            @ForAll @IntRange(min = 1, max = 60_000) int most,
            @ForAll boolean compressible)
            throws IOException {
        Random random = new Random(seed);
        Bytes object = new Bytes();
        ObjectBody body = StreamCodec.of(new Compression(codec, -1)).open(object);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 0; i < pieces; i++) {
            byte[] piece = new byte[random.nextInt(most)];
            if (compressible) {
                java.util.Arrays.fill(piece, (byte) random.nextInt(4));
            } else {
                random.nextBytes(piece);
            }
            body.write(piece, 0, piece.length);
            expected.write(piece);
        }
        body.finish();

        assertThat(decompressed(codec, object.toArray())).isEqualTo(expected.toByteArray());
        assertThat(object.held()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"GZIP, 1, 9", "ZSTD, 1, 19", "LZ4, 1, 17"})
    void aHigherLevelMakesASmallerObject(Codec codec, int low, int high) throws IOException {
        byte[] words = words(600_000);

        byte[] fast = compressed(new Compression(codec, low), words);
        byte[] small = compressed(new Compression(codec, high), words);

        assertThat(small.length).isLessThan(fast.length);
        assertThat(decompressed(codec, small)).isEqualTo(words);
        assertThat(decompressed(codec, fast)).isEqualTo(words);
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD", "SNAPPY", "LZ4"})
    void anOpenObjectHoldsItsContentAndNoCompressor(Codec codec) {
        Bytes object = new Bytes();
        ObjectBody body = StreamCodec.of(new Compression(codec, -1)).open(object);
        byte[] piece = new byte[700];
        long mostBeforeTen = 0;
        for (int i = 0; i < 1000; i++) {
            body.write(piece, 0, piece.length);
            if (i == 9) {
                mostBeforeTen = object.mostHeld();
            }
        }

        assertThat(mostBeforeTen).isBetween(7000L, 14_000L);
        assertThat(object.mostHeld()).isLessThanOrEqualTo(256 << 10);
        assertThat(object.toArray().length).as("blocks leave as they fill").isPositive();
    }

    private static byte[] compressed(Compression compression, byte[] content) {
        Bytes object = new Bytes();
        ObjectBody body = StreamCodec.of(compression).open(object);
        body.write(content, 0, content.length);
        body.finish();
        return object.toArray();
    }

    private static byte[] words(int length) {
        Random random = new Random(1);
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        while (words.size() < length) {
            words.writeBytes(("word" + (int) Math.abs(random.nextGaussian() * 500) + " ")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return words.toByteArray();
    }
}
