package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.common.utils.CRC64;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Crc64Test {
    @Test
    void theCheckValueOfTheCatalogue() {
        byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertThat(Crc64.update(Crc64.EMPTY, check, 0, 9)).isEqualTo(0x995DC9BBDF1939FAL);
    }

    @Property
    void agreesWithTheSdk(@ForAll @Size(max = 200) byte[] bytes) {
        CRC64 sdk = new CRC64();
        sdk.update(bytes, bytes.length);
        assertThat(Crc64.update(Crc64.EMPTY, bytes, 0, bytes.length)).isEqualTo(sdk.getValue());
    }

    /** Long enough for several blocks, and cut anywhere. */
    @Property(tries = 200)
    void agreesWithTheSdkOnLongContent(
            @ForAll long seed, @ForAll @IntRange(max = 30_000) int length, @ForAll @IntRange(max = 30_000) int at) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        CRC64 sdk = new CRC64();
        sdk.update(bytes, length);
        int cut = Math.min(at, length);
        long first = Crc64.update(Crc64.EMPTY, bytes, 0, cut);
        assertThat(Crc64.update(first, bytes, cut, length - cut)).isEqualTo(sdk.getValue());
    }

    @Property
    void piecesMakeTheWhole(@ForAll @Size(max = 200) byte[] bytes, @ForAll @IntRange(max = 200) int at) {
        int cut = Math.min(at, bytes.length);
        long whole = Crc64.update(Crc64.EMPTY, bytes, 0, bytes.length);
        long first = Crc64.update(Crc64.EMPTY, bytes, 0, cut);
        long second = Crc64.update(Crc64.EMPTY, bytes, cut, bytes.length - cut);
        assertThat(Crc64.update(first, bytes, cut, bytes.length - cut)).isEqualTo(whole);
        assertThat(Crc64.combine(first, second, bytes.length - cut)).isEqualTo(whole);
    }
}
