package dev.sluice.oss.commit;

import org.jspecify.annotations.Nullable;

/**
 * The keys of one partition's log objects: the first one, and those that it went on in when one was full.
 *
 * @param stem the key without the number of the object and the ending
 */
public record LogNames(String stem) {
    /** The directory of what is not for readers of objects; no topic or value becomes this text in a key. */
    public static final String DIRECTORY = "_sluice";

    private static final String ENDING = ".log";

    /**
     * The key of one object.
     *
     * @param number from 0
     * @return where it is in the bucket
     */
    public String key(int number) {
        return number == 0 ? stem + ENDING : stem + "-" + number + ENDING;
    }

    /**
     * The log whose first object has this key.
     *
     * @param key of any object
     * @return null when it is not the first object of a log
     */
    public static @Nullable LogNames ofFirst(String key) {
        String stem = key.endsWith(ENDING) ? key.substring(0, key.length() - ENDING.length()) : "";
        boolean first = !stem.isEmpty()
                && Character.isDigit(stem.charAt(stem.length() - 1))
                && stem.indexOf('-', stem.lastIndexOf('/') + 1) < 0;
        return first ? new LogNames(stem) : null;
    }
}
