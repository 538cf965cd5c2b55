package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlNodeTest {
    @Test
    void aDocumentIsATreeOfTexts() {
        XmlNode root = XmlNode.parse(bytes("<a><b>one</b><b>t<![CDATA[w]]>o</b><!-- three --></a>"), "a");

        assertThat(root.children("b")).extracting(XmlNode::text).containsExactly("one", "two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<a>",
                "<b/>",
                "<a>&b;</a>",
                "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
                // The JDK's parser has no message for this one, and fails on that.
                "<!DOCTYPE a [\u0001]><a/>",
                "<!DOCTYPE a [\uFFFF]><a/>",
            })
    void anythingElseIsMalformed(String text) {
        assertThatThrownBy(() -> XmlNode.parse(bytes(text), "a"))
                .isInstanceOfSatisfying(
                        OssError.class, e -> assertThat(e.code()).isEqualTo("MalformedXML"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
