package dev.sluice.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlaceholdersTest {

    @Test
    void aPropertyIsPutInAsItIs() {
        assertThat(Placeholders.fill("a/${java.home}/b")).isEqualTo("a/" + System.getProperty("java.home") + "/b");
        assertThat(Placeholders.fill("$plain")).isEqualTo("$plain");
    }

    @Test
    void aPropertyThatIsNotSetIsNamed() {
        assertThatThrownBy(() -> Placeholders.fill("${no.such.property}/x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no.such.property is not set");
    }
}
