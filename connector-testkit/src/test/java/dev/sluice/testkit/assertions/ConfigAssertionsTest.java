package dev.sluice.testkit.assertions;

import static dev.sluice.testkit.assertions.SluiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

class ConfigAssertionsTest {
    private static final ConfigDef GOOD = new ConfigDef()
            .define(
                    "secret",
                    Type.PASSWORD,
                    Importance.HIGH,
                    "What opens the door.",
                    "Access",
                    1,
                    Width.LONG,
                    "Secret");
    private static final ConfigDef BAD = new ConfigDef()
            .define("open", Type.STRING, Importance.HIGH, "Shown.", "Access", 1, Width.LONG, "Open")
            .define("bare", Type.STRING, Importance.HIGH, " ");

    private static Config config(String key, String... errors) {
        return new Config(List.of(
                new ConfigValue("fine", "x", List.of(), List.of()),
                new ConfigValue(key, null, List.of(), List.of(errors))));
    }

    @Test
    void goodOptionsPass() {
        assertThat(GOOD)
                .hasOption("secret")
                .documentsEveryOption()
                .groupsEveryOption()
                .hidesOption("secret");
    }

    @Test
    void badOptionsAreNamed() {
        assertThatThrownBy(() -> assertThat(BAD).hasOption("none"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Expecting an option none, but the options are [bare, open]");
        assertThatThrownBy(() -> assertThat(BAD).documentsEveryOption())
                .isInstanceOf(AssertionError.class)
                .hasMessage("Expecting every option to be documented, but these do not: [bare]");
        assertThatThrownBy(() -> assertThat(BAD).groupsEveryOption())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("but these do not: [bare]");
        assertThatThrownBy(() -> assertThat(BAD).hidesOption("open"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Expecting option open to be a PASSWORD, but it is a STRING");
        assertThatThrownBy(() -> assertThat(BAD).hidesOption("none"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expecting an option none");
    }

    @Test
    void errorsAreFoundOnTheirKey() {
        assertThat(config("fine.too")).hasNoErrors();
        assertThat(config("url", "must be one")).hasErrorOn("url", "be one").hasErrorsOnlyOn("url");
    }

    @Test
    void otherErrorsAreShown() {
        assertThatThrownBy(() -> assertThat(config("url", "must be one")).hasNoErrors())
                .isInstanceOf(AssertionError.class)
                .hasMessage("Expecting errors on [] and no other key, but the errors are {url=[must be one]}");
        assertThatThrownBy(() -> assertThat(config("url", "must be one")).hasErrorOn("fine", "one"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Expecting an error on fine that says \"one\", but the errors are {url=[must be one]}");
        assertThatThrownBy(() -> assertThat(config("url", "must be one")).hasErrorOn("url", "two"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(config("url", "must be one")).hasErrorsOnlyOn("url", "other"))
                .isInstanceOf(AssertionError.class);
    }
}
