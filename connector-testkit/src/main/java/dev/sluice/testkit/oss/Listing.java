package dev.sluice.testkit.oss;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * One page of a sorted listing, with the keys that share a beginning up to the delimiter rolled up.
 *
 * @param last the last key or common prefix of the page, where the next one goes on; null when the page is empty
 */
record Listing<T>(
        List<Map.Entry<String, T>> entries,
        List<String> commonPrefixes,
        boolean truncated,
        @Nullable String last) {

    /** Greater than every character that can follow a common prefix. */
    static final String AFTER_ALL = Character.toString(Character.MAX_CODE_POINT);

    /**
     * @param after only keys after this one; empty for all
     * @param delimiter empty for none
     */
    static <T> Listing<T> of(NavigableMap<String, T> all, String prefix, String delimiter, String after, int max) {
        List<Map.Entry<String, T>> entries = new ArrayList<>();
        List<String> commonPrefixes = new ArrayList<>();
        String last = null;
        boolean atPrefix = KeyOrder.UTF_8_BYTES.compare(prefix, after) > 0;
        // A page that ended with a common prefix is continued behind all that it stands for.
        String skip = rollUp(after, prefix, delimiter);
        String from = skip != null && skip.equals(after) ? after + AFTER_ALL : after;
        NavigableMap<String, T> rest = atPrefix ? all.tailMap(prefix, true) : all.tailMap(from, false);
        Map.Entry<String, T> entry = rest.firstEntry();
        while (entry != null && entry.getKey().startsWith(prefix)) {
            if (entries.size() + commonPrefixes.size() == max) {
                return new Listing<>(entries, commonPrefixes, true, last);
            }
            String key = entry.getKey();
            String common = rollUp(key, prefix, delimiter);
            if (common == null) {
                entries.add(entry);
                last = key;
                entry = all.higherEntry(key);
            } else {
                if (!common.equals(last)) {
                    commonPrefixes.add(common);
                }
                last = common;
                entry = all.higherEntry(
                        KeyOrder.UTF_8_BYTES.compare(key, common + AFTER_ALL) > 0 ? key : common + AFTER_ALL);
            }
        }
        return new Listing<>(entries, commonPrefixes, false, last);
    }

    /** The common prefix that stands for a key, or null when the key is listed itself. */
    static @Nullable String rollUp(String key, String prefix, String delimiter) {
        if (delimiter.isEmpty() || !key.startsWith(prefix)) {
            return null;
        }
        int at = key.indexOf(delimiter, prefix.length());
        return at < 0 ? null : key.substring(0, at + delimiter.length());
    }
}
