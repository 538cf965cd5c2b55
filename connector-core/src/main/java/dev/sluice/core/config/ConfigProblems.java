package dev.sluice.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a config, each under the key that has to be changed. */
public final class ConfigProblems {
    private final Map<String, List<String>> messages = new LinkedHashMap<>();

    /** @param message says what is wrong and what to do; never holds a secret */
    public void add(String key, String message) {
        messages.computeIfAbsent(key, k -> new ArrayList<>()).add(message);
    }

    public Map<String, List<String>> byKey() {
        return messages;
    }
}
