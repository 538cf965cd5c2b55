package com.example.http;

import dev.sluice.core.*;
import dev.sluice.core.batch.*;
import dev.sluice.core.config.*;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.*;

/** Options and parts. An entry is one line of JSON; the server takes the lines of a request in order. */
final class HttpSink implements SinkDefinition<String, EntryBatch<String>> {
    static final String URL = "http.url";
    static final String LINES = "http.batch.lines";

    @Override
    public ConfigDef define(ConfigDef def) {
        return def.define(URL, Type.STRING, Importance.HIGH, "Where to post.", "HTTP", 1, Width.LONG, "URL")
                .define(LINES, Type.INT, 500, Importance.LOW, "Lines a request.", "HTTP", 2, Width.SHORT, "Lines");
    }

    @Override
    public void check(ConfigValues values, ConfigProblems problems) {
        values.get(URL, String.class)
                .filter(url -> !url.matches("https?://[^\\s/]+\\S*"))
                .ifPresent(url -> problems.add(URL, "must begin with http:// or https:// and name a host"));
        values.get(LINES, Integer.class).filter(n -> n < 1).ifPresent(n -> problems.add(LINES, "must be 1 or more"));
    }

    @Override
    public SinkParts<String, EntryBatch<String>> open(SinkEnvironment environment) {
        AbstractConfig config = new AbstractConfig(define(new ConfigDef()), environment.config(), false);
        BatchLimits limits = new BatchLimits(config.getInt(LINES), 1 << 20, Duration.ofMillis(100), true);
        return new SinkParts<>(
                new JsonLineMapper(),
                new SizeBoundedBatcher<>(limits),
                new HttpWriter(config.getString(URL), environment.toString()),
                HttpWriter::classify);
    }
}
