package dev.sluice.oss.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Utf8Properties {

    @Property(tries = 2000)
    void halfPairsBecomeTheReplacementAndQuestionMarksStay(@ForAll("texts") String text) {
        String expected = text.codePoints()
                .map(point -> point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        assertThat(new String(Utf8.encode(text), StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    /** Near the one byte that is looked for, and of all lengths of a word. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "?", ">", "@", "\u0000", "\u007f", "\u00bf", "é", "汉", "😀", "\ud83d", "\ude00")
                .list()
                .ofMaxSize(40)
                .map((List<String> parts) -> parts.stream().collect(Collectors.joining()));
    }
}
