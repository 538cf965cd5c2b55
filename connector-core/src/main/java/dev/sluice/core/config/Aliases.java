package dev.sluice.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * Options of another connector, under the names that it gave them: each is another name for an option of the sink, or has no effect
 * and says why, or is refused when leaving it out would change what is stored. They are options of the sink like any other, so they
 * are documented, and secrets among them are hidden. Built once and then not changed; from then on for any thread.
 */
public final class Aliases {
    private final String group;
    private final Map<String, Alias> byName = new LinkedHashMap<>();
    private final List<Prefix> prefixes = new ArrayList<>();

    private record Alias(Type type, String meaning, BiConsumer<String, Translation> rule) {}

    private record Prefix(String text, String why) {}

    /**
     * None yet.
     *
     * @param group where the documentation has them
     */
    public Aliases(String group) {
        this.group = group;
    }

    /**
     * An option that has another name here.
     *
     * @param name as the other connector calls it
     * @param key as it is called here; an error in its value is reported under the name
     * @return this
     */
    public Aliases renamed(String name, String key) {
        return read(name, Type.STRING, "The same as " + key + ".", (value, config) -> config.set(key, value, name));
    }

    /**
     * An option that has no effect.
     *
     * @param name as the other connector calls it
     * @param why goes on behind "has no effect and can be removed:"; half a sentence without a full stop
     * @return this
     */
    public Aliases unused(String name, String why) {
        return read(name, Type.STRING, "Not used: " + why + ".", (value, config) -> config.hasNoEffect(name, why));
    }

    /**
     * Options of which only the beginning is known; each that is given has no effect.
     *
     * @param prefix of a name that is not declared otherwise
     * @param why as for {@link #unused}
     * @return this
     */
    public Aliases unusedBelow(String prefix, String why) {
        prefixes.add(new Prefix(prefix, why));
        return this;
    }

    /**
     * An option that a rule reads.
     *
     * @param name as the other connector calls it
     * @param type {@code PASSWORD} for a secret, else {@code STRING}
     * @param meaning for the documentation, in sentences
     * @param rule is given the value, trimmed, when it is not blank; rules run in the order in which they were added
     * @return this
     */
    public Aliases read(String name, Type type, String meaning, BiConsumer<String, Translation> rule) {
        byName.put(name, new Alias(type, meaning, rule));
        return this;
    }

    /**
     * Adds all of them to the sink's options, without defaults.
     *
     * @param def is added to
     * @return what was given
     */
    public ConfigDef define(ConfigDef def) {
        int order = 1;
        for (Map.Entry<String, Alias> each : byName.entrySet()) {
            Alias alias = each.getValue();
            def.define(
                    each.getKey(),
                    alias.type,
                    null,
                    Importance.LOW,
                    alias.meaning,
                    group,
                    order++,
                    Width.SHORT,
                    "Formerly " + each.getKey());
        }
        return def;
    }

    /**
     * The names that are declared.
     *
     * @return without those of which only the beginning is known
     */
    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /**
     * Reads a config with names of the other connector. One without any comes out as it was.
     *
     * @param raw as it was written
     * @return what it means
     */
    public Translation translate(Map<String, String> raw) {
        Translation translation = new Translation(raw);
        byName.forEach(
                (name, alias) -> translation.given(name).ifPresent(value -> alias.rule.accept(value, translation)));
        for (String key : List.copyOf(raw.keySet()).stream().sorted().toList()) {
            if (!byName.containsKey(key)) {
                prefixes.stream()
                        .filter(prefix -> key.startsWith(prefix.text))
                        .findFirst()
                        .ifPresent(prefix -> translation.hasNoEffect(key, prefix.why));
            }
        }
        return translation;
    }
}
