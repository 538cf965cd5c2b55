package dev.sluice.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

class AliasesTest {
    private final Aliases aliases = new Aliases("Former names")
            .renamed("old", "new")
            .unused("idle", "nobody needs it")
            .unusedBelow("idle.", "nobody needs those")
            .read("strict", Type.PASSWORD, "Refused.", (value, config) -> config.refuse("strict", "must go"));

    @Test
    void anOptionStandsForTheOneOfTheSink() {
        assertThat(aliases.translate(Map.of("old", " 1 ")).config()).containsEntry("new", "1");
        assertThat(aliases.translate(Map.of("old", "1", "new", "2")).config())
                .as("what is given by its own name wins")
                .containsEntry("new", "2");
        assertThat(aliases.translate(Map.of("old", " ")).config()).doesNotContainKey("new");
    }

    @Test
    void aConfigWithoutThemComesOutAsItWas() {
        Map<String, String> raw = new HashMap<>(Map.of("new", "2"));
        raw.put("empty", null);

        Translation same = aliases.translate(raw);

        assertThat(same.config()).isEqualTo(raw);
        assertThat(same.warnings()).isEmpty();
    }

    @Test
    void whatHasNoEffectIsSaidOnceAndByName() {
        assertThat(aliases.translate(Map.of("idle", "x", "idle.too", "x")).warnings())
                .containsExactly(
                        "idle has no effect and can be removed: nobody needs it",
                        "idle.too has no effect and can be removed: nobody needs those");
    }

    @Test
    void errorsAreSaidOfTheOptionThatWasWritten() {
        ConfigValue mine = new ConfigValue("new");
        mine.addErrorMessage("wrong");
        ConfigValue theirs = new ConfigValue("old");

        aliases.translate(Map.of("old", "1")).onWrittenNames(new Config(new ArrayList<>(List.of(mine, theirs))));

        assertThat(mine.errorMessages()).isEmpty();
        assertThat(theirs.errorMessages()).containsExactly("old stands for new. wrong");
    }

    @Test
    void whatIsRefusedIsAnErrorEvenOfAnOptionThatNobodyDefined() {
        Config result = aliases.translate(Map.of("strict", "x")).onWrittenNames(new Config(new ArrayList<>()));

        assertThat(result.configValues())
                .singleElement()
                .satisfies(value ->
                        assertThat(value.errorMessages()).containsExactly("Invalid value for strict: must go"));
    }

    @Test
    void theyAreOptionsLikeAnyOther() {
        ConfigDef def = aliases.define(new ConfigDef());

        assertThat(def.names())
                .containsExactlyInAnyOrder("old", "idle", "strict")
                .isEqualTo(aliases.names());
        assertThat(def.configKeys().get("old").documentation).isEqualTo("The same as new.");
        assertThat(def.configKeys().get("strict").type()).isEqualTo(Type.PASSWORD);
        assertThat(def.validate(Map.of()))
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
    }
}
