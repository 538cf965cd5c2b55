package dev.sluice.oss.format;

import static dev.sluice.oss.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class RawFormatsTest {

    @Test
    void bytesAreStoredAsTheyAreWithASeparator() {
        Written written = Written.with("format", "bytes", "format.bytearray.separator", "|")
                .add(
                        record("t", 0, 0, null, new byte[] {0, (byte) 0xff}),
                        record("t", 0, 1, null, ByteBuffer.wrap(new byte[] {1, 2})),
                        record("t", 0, 2, null, "汉"),
                        record("t", 0, 3, null, null));

        assertThat(written.bytes())
                .isEqualTo(
                        new byte[] {0, (byte) 0xff, '|', 1, 2, '|', (byte) 0xe6, (byte) 0xb1, (byte) 0x89, '|', '|'});
        assertThat(written.format.extension()).isEqualTo(".bin");
        assertThat(written.format.contentType()).isEqualTo("application/octet-stream");
    }

    @Test
    void bytesTakeNothingElse() {
        Written written = Written.with("format", "bytes");

        assertThatThrownBy(() -> written.add(record("t", 0, 0, null, Map.of("secret", 1))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("ByteArrayConverter")
                .hasMessageNotContaining("secret");
        assertThat(written.add(record("t", 0, 1, null, "x")).text()).isEqualTo("x\n");
    }

    @Test
    void bytesOfKeysWithAnExtensionOfTheirOwn() {
        Written written = Written.with(
                        "format",
                        "bytes",
                        "format.output.fields",
                        "key",
                        "format.bytearray.extension",
                        ".dat",
                        "format.bytearray.separator",
                        "")
                .add(record("t", 0, 0, "a", "x"), record("t", 0, 1, "b", "y"));

        assertThat(written.text()).isEqualTo("ab");
        assertThat(written.format.extension()).isEqualTo(".dat");
    }

    @Test
    void theSeparatorMayBeAControlCharacter() {
        assertThat(Written.with("format", "bytes", "format.bytearray.separator", "\\r\\n\\t\\\\")
                        .add(record("t", 0, 0, null, "a"))
                        .text())
                .isEqualTo("a\r\n\t\\");
    }

    @Test
    void textIsALineForEachRecord() {
        Written written = Written.with("format", "text")
                .add(
                        record("t", 0, 0, null, "a"),
                        record("t", 0, 1, null, new BigDecimal("1.50")),
                        record("t", 0, 2, null, Map.of("a", 1)),
                        record("t", 0, 3, null, null),
                        record("t", 0, 4, null, new byte[] {'b', (byte) 0xff}));

        assertThat(written.text()).isEqualTo("a\n1.50\n{\"a\":1}\n\nb\ufffd\n");
        assertThat(written.format.extension()).isEqualTo(".txt");
        assertThat(written.format.contentType()).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void textOfBytesIsBase64WhenAsked() {
        assertThat(Written.with("format", "text", "format.binary", "base64")
                        .add(record("t", 0, 0, null, new byte[] {'h', 'i'}))
                        .text())
                .isEqualTo("aGk=\n");
    }

    @Test
    void aLongValueIsCut() {
        assertThat(Written.with("format", "text", "value.max.bytes", "3")
                        .add(record("t", 0, 0, null, "a汉字"))
                        .text())
                .isEqualTo("a\n");
        assertThat(Written.with("format", "bytes", "value.max.bytes", "3")
                        .add(record("t", 0, 0, null, new byte[] {'a', 'b', 'c', 'd'}))
                        .text())
                .isEqualTo("abc\n");
    }
}
