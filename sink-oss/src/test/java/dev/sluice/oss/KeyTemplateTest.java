package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTemplateTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "{{topic}}/{{partition}}/{{offset}}, -",
                "{{topic}}-{{partition}}-{{offset}}, -",
                "{{origin_topic}}.{{partition}}+{{offset}}, -",
                "{{value:a}}-{{value:b}}/{{topic}}/{{partition}}/{{offset}}, -",
                "{{timestamp:YYYY/MM/dd}}/{{topic}}-{{partition}}-{{offset}}, -",
                "{{topic}}/{{offset}}, needs {{partition}}",
                "{{partition}}/{{offset}}, needs {{topic}}",
                "{{topic}}/{{partition}}/{{key}}, needs {{offset}}",
                "{{topic}}-{{key}}/{{partition}}/{{offset}}, two texts",
                "{{topic}}-{{timestamp:YYYY}}/{{partition}}/{{offset}}, two texts",
                "{{key}}-{{partition}}-{{value:a}}/{{topic}}/{{offset}}, two texts",
                "{{topic}}/{{partition}}{{offset}}, without anything between",
                "{{topic}}/v1{{partition}}/{{offset}}, digit",
                "{{topic}}/{{partition}}/{{offset}}2, digit",
            })
    void aTemplateUnderWhichKeysCouldCollideIsRefused(String template, String reason) {
        String collision = KeyTemplate.parse(template).collision(false, false);

        if (reason == null) {
            assertThat(collision).isNull();
        } else {
            assertThat(collision).contains(reason);
        }
    }

    @Test
    void aTransformMayGiveTwoTopicsOneName() {
        KeyTemplate routed = KeyTemplate.parse("{{topic}}/{{partition}}/{{offset}}");
        assertThat(routed.collision(false, true)).contains("origin_topic");
        assertThat(routed.collision(true, true)).as("there is only one").isNull();
        assertThat(KeyTemplate.parse("{{topic}}/{{origin_topic}}+{{partition}}+{{offset}}")
                        .collision(false, true))
                .isNull();
    }

    @Test
    void theConfigSaysWhetherTopicsCanMeet() {
        String template = "{{topic}}/{{partition}}/{{offset}}";
        assertThat(errors("topics", "a,b")).isEmpty();
        assertThat(errors("topics", "a", "object.key.template", template, "transforms", "r"))
                .isEmpty();
        assertThat(errors("topics", "a,b", "object.key.template", template, "transforms", "r"))
                .containsOnlyKeys("object.key.template");
        assertThat(errors("topics", "a,b", "object.key.template", "{{partition}}/{{offset}}"))
                .containsOnlyKeys("object.key.template");
        assertThat(errors("topics", "", "topics.regex", "a.*", "object.key.template", "{{partition}}/{{offset}}"))
                .containsOnlyKeys("object.key.template");
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        assertThat(errors("partitioner.class", "field")).containsOnlyKeys("partition.field.name");
        assertThat(errors("partitioner.class", "time")).containsOnlyKeys("path.format");
        assertThat(errors("partitioner.class", "daily", "directory.delim", "_")).containsOnlyKeys("directory.delim");
        assertThat(errors("partitioner.class", "daily", "object.key.template", "{{partition}}/{{offset}}"))
                .containsOnlyKeys("object.key.template");
    }

    private static Map<String, List<String>> errors(String... options) {
        Map<String, List<String>> errors = new HashMap<>();
        new OssSinkConnector().validate(Records.config(options)).configValues().forEach(value -> {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        });
        return errors;
    }
}
