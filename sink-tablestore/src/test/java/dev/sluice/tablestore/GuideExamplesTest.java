package dev.sluice.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The configs that the guide shows are configs that a worker takes. */
class GuideExamplesTest {
    private static final Pattern BLOCK = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyConfigOfTheGuideIsValid() throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(Path.of("..", "docs", "tablestore.md")));
        List<Map<String, String>> examples = new ArrayList<>();
        while (matcher.find()) {
            Properties properties = new Properties();
            properties.load(new StringReader(matcher.group(1)));
            Map<String, String> config = new HashMap<>(Configs.seedProperties());
            if (properties.containsKey("topics.regex")) {
                config.remove("topics");
            }
            properties.stringPropertyNames().forEach(name -> config.put(name, properties.getProperty(name)));
            examples.add(config);
        }

        assertThat(examples)
                .hasSizeGreaterThan(3)
                .allSatisfy(config -> assertThat(Configs.errors(config)).isEmpty());
    }
}
