package dev.sluice.testkit.assertions;

import static dev.sluice.testkit.assertions.SluiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ObjectMetadata;
import dev.sluice.testkit.junit.WithOss;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithOss(bucket = "things")
class BucketAssertionsTest {
    private static final String ENVELOPES =
            "[{\"topic\":\"t\",\"partition\":0,\"offset\":0},{\"topic\":\"t\",\"partition\":0,\"offset\":1}]";

    private OSS oss;

    @BeforeEach
    void fill(OSS client) {
        oss = client;
        put("a/text", "hello");
        put("a/array", ENVELOPES);
        put("b/object", "{\"topic\":\"t\"}");
        put("b/other", "[{\"topic\":\"t\"}]");
    }

    private void put(String key, String text) {
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.addUserMetadata("rows", "2");
        metadata.setContentType("text/x");
        oss.putObject("things", key, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), metadata);
    }

    @Test
    void whatIsThereIsFound() {
        assertThat(oss, "things").exists().keys().containsExactly("a/array", "a/text", "b/object", "b/other");
        assertThat(oss, "things").keys("b/").hasSize(2);
        assertThat(oss, "things")
                .object("a/text")
                .exists()
                .hasContent("hello")
                .hasMetadata("rows", "2")
                .hasContentType("text/x");
        assertThat(oss, "things").object("a/text").content().startsWith("hel");
        assertThat(oss, "things").object("a/text").bytes().hasSize(5);
        assertThat(oss, "things").object("none").doesNotExist();
        assertThat(oss, "things")
                .object("a/array")
                .envelopes()
                .extracting(element -> element.get("offset").asLong())
                .containsExactly(0L, 1L);
        assertThat(oss, "things").object("b/other").jsonArray().hasSize(1);
    }

    @Test
    void whatIsMissingIsToldWithWhatIsThere() {
        assertThatThrownBy(() -> assertThat(oss, "no-such-bucket").exists())
                .isInstanceOf(AssertionError.class)
                .hasMessage("Expecting bucket no-such-bucket to exist, but it does not");
        assertThatThrownBy(() -> assertThat(oss, "things").object("c").exists())
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        "Expecting bucket things to have object c, but it has [a/array, a/text, b/object, b/other]");
        assertThatThrownBy(() -> assertThat(oss, "things").object("c").hasContent("x"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("to have object c");
        assertThatThrownBy(() -> assertThat(oss, "things").object("a/text").doesNotExist())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not to have object a/text");
    }

    @Test
    void aDifferenceIsShown() {
        assertThatThrownBy(() -> assertThat(oss, "things").object("a/text").hasContent("bye"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("content of things/a/text")
                .hasMessageContaining("hello");
        assertThatThrownBy(() -> assertThat(oss, "things").object("a/text").hasMetadata("rows", "3"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Expecting things/a/text to have metadata rows=3, but it is 2");
        assertThatThrownBy(() -> assertThat(oss, "things").object("a/text").hasContentType("text/y"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Expecting things/a/text to have content type text/y, but it is text/x");
    }

    @Test
    void whatIsNoArrayOfEnvelopesIsShown() {
        assertThatThrownBy(() -> assertThat(oss, "things").object("a/text").jsonArray())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expecting things/a/text to be JSON, but it is not")
                .hasMessageContaining("hello");
        assertThatThrownBy(() -> assertThat(oss, "things").object("b/object").jsonArray())
                .isInstanceOf(AssertionError.class)
                .hasMessage("Expecting things/b/object to be a JSON array, but it is: {\"topic\":\"t\"}");
        assertThatThrownBy(() -> assertThat(oss, "things").object("b/other").envelopes())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("but element 0 is {\"topic\":\"t\"}");
    }
}
