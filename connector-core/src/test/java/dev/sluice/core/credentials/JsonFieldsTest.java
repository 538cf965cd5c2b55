package dev.sluice.core.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {

    @Test
    void fieldsAreFoundByTheirPath() {
        assertThat(
                        JsonFields.parse(
                                " { \"a\" : \"x\\\"\\n\\u6c49\\/\", \"b\":{\"c\":{\"d\":\"y\"}, \"n\": -1.5e3}, \"e\":null, \"f\":{} }\n"))
                .isEqualTo(Map.of("a", "x\"\n汉/", "b.c.d", "y", "b.n", "-1.5e3", "e", "null"));
    }

    @Test
    void whatIsInArraysIsLeftOut() {
        assertThat(JsonFields.parse("{\"a\":[1,\"x\",{\"b\":\"y\",\"c\":[[]]},[]],\"d\":\"z\"}"))
                .isEqualTo(Map.of("d", "z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "\"x\"",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":\"x}",
                "{\"a\":\"x\",}",
                "{} x",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\uzzzz\"}",
                "{a:1}"
            })
    void whatIsNoObjectIsNone(String text) {
        assertThat(JsonFields.parse(text)).isNull();
    }
}
