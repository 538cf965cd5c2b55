package dev.sluice.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionReferenceTest {
    private final ConfigDef def = new ConfigDef()
            .define(
                    "second",
                    Type.STRING,
                    "<a|b>",
                    ConfigDef.ValidString.in("<a|b>", "c"),
                    Importance.LOW,
                    "Takes <topic>.",
                    "G",
                    2,
                    Width.SHORT,
                    "Second")
            .define(
                    "first",
                    Type.INT,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Importance.HIGH,
                    "One.",
                    "G",
                    1,
                    Width.SHORT,
                    "First")
            .define("secret", Type.PASSWORD, "pw-1", Importance.HIGH, "A key.", "H", 1, Width.SHORT, "Secret");

    @Test
    void everyOptionIsARowInItsGroup() {
        assertThat(OptionReference.markdown("T", def))
                .containsSubsequence(
                        "# T",
                        "## G",
                        "| `first` | int | **required** |  | One. |",
                        "| `second` | string | `<a\\|b>` | [&lt;a\\|b>, c] | Takes &lt;topic>. |",
                        "## H",
                        "`secret`")
                .doesNotContain("pw-1");
    }

    @Test
    void aStaleFileFailsWithTheCommandThatMendsIt(@TempDir Path folder) throws Exception {
        String asked = System.clearProperty(OptionReference.UPDATE_PROPERTY);
        try {
            aStaleFileFails(folder.resolve("options.md"));
        } finally {
            if (asked != null) {
                System.setProperty(OptionReference.UPDATE_PROPERTY, asked);
            }
        }
    }

    private void aStaleFileFails(Path file) throws Exception {
        assertThatThrownBy(() -> OptionReference.assertUpToDate(file, "T", def))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dsluice.update.docs=true");
        Files.writeString(file, OptionReference.markdown("T", def));
        assertThatCode(() -> OptionReference.assertUpToDate(file, "T", def)).doesNotThrowAnyException();
    }
}
