package dev.sluice.tablestore.config;

import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Text of a certain form, with a message that shows the form.
 *
 * @param pattern matches the whole text
 * @param form said in messages: must be …
 */
public record Patterns(Pattern pattern, String form) implements ConfigDef.Validator {

    @Override
    public void ensureValid(String name, Object value) {
        if (!(value instanceof String text) || !pattern.matcher(text).matches()) {
            throw new ConfigException(name, value, "must be " + form);
        }
    }

    @Override
    public String toString() {
        return form;
    }
}
