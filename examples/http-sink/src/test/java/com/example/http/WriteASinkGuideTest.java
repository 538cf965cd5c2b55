package com.example.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The code in docs/write-a-sink.md is code that is compiled: each block stands in the file that it names. */
class WriteASinkGuideTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern BLOCK = Pattern.compile("(?:<!-- (\\S+) -->\n)?```java\n(.*?)\n```", Pattern.DOTALL);

    private record Block(String file, String code) {}

    private static List<Block> blocks(String text) {
        return BLOCK.matcher(text)
                .results()
                .map(found -> new Block(found.group(1), found.group(2)))
                .toList();
    }

    /** Whether the code stands there as it is, line by line, but for the depth that it is indented by. */
    private static boolean holds(String source, String code) {
        List<String> wanted = code.lines().toList();
        List<String> there = source.lines().toList();
        for (int start = 0; start + wanted.size() <= there.size(); start++) {
            List<String> region = there.subList(start, start + wanted.size());
            if (String.join("\n", region).stripIndent().equals(code)) {
                return true;
            }
        }
        return false;
    }

    @TestFactory
    List<DynamicTest> everyBlockStandsInTheFileThatItNames() throws IOException {
        List<Block> blocks = blocks(Files.readString(ROOT.resolve("docs/write-a-sink.md")));
        assertThat(blocks).hasSizeGreaterThan(8);
        return blocks.stream()
                .map(block -> DynamicTest.dynamicTest(block.file() + ": " + firstLine(block.code()), () -> {
                    assertThat(block.file())
                            .as("the file of this block, in a comment above it")
                            .isNotNull();
                    assertThat(holds(Files.readString(ROOT.resolve(block.file())), block.code()))
                            .as("this block is no longer what %s says; copy it anew:\n%s", block.file(), block.code())
                            .isTrue();
                }))
                .toList();
    }

    private static String firstLine(String code) {
        return code.lines().findFirst().orElse("");
    }

    @Test
    void aBlockThatDiffersIsSeen() {
        String source = "class A {\n    int a = 1;\n\n    int b = 2;\n}\n";
        assertThat(holds(source, "int a = 1;\n\nint b = 2;")).isTrue();
        assertThat(holds(source, "int a = 1;\n\nint b = 3;")).isFalse();
        assertThat(holds(source, "int a = 1;\nint b = 2;")).isFalse();
        Matcher unnamed = BLOCK.matcher("text\n```java\nint c;\n```\n");
        assertThat(unnamed.find()).isTrue();
        assertThat(unnamed.group(1)).isNull();
    }
}
