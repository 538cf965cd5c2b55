package dev.sluice.testkit.junit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An annotation holds constants only; a build passes its folders as system properties. */
final class Placeholders {
    private static final Pattern NAME = Pattern.compile("\\$\\{([^}]+)}");

    private Placeholders() {}

    /** @throws IllegalArgumentException when a property that is named is not set */
    static String fill(String text) {
        return NAME.matcher(text).replaceAll(found -> {
            String value = System.getProperty(found.group(1));
            if (value == null) {
                throw new IllegalArgumentException(
                        "The system property " + found.group(1) + " is not set, for " + text);
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
