package dev.sluice.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a config, each under the key that has to be changed. For one validation; not thread-safe. */
public final class ConfigProblems {
    private final Map<String, List<String>> messages = new LinkedHashMap<>();

    /** Nothing is wrong yet. */
    public ConfigProblems() {}

    /**
     * Takes note of one problem. A key may have several.
     *
     * @param key the option that has to be changed; one that is not among the options is shown as well
     * @param message goes on behind "Invalid value for key:"; says what is wrong and what to do, never holds a secret
     */
    public void add(String key, String message) {
        messages.computeIfAbsent(key, k -> new ArrayList<>()).add(message);
    }

    /**
     * What was found so far.
     *
     * @return messages by key, both in the order they were added; a view that grows
     */
    public Map<String, List<String>> byKey() {
        return messages;
    }
}
