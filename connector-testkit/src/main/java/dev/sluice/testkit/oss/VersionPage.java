package dev.sluice.testkit.oss;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing of versions: keys in their order, of each the newest first.
 *
 * @param lastKey the last key or common prefix of the page; empty when the page is
 * @param lastVersion the last version of that key; empty for a common prefix
 */
record VersionPage(
        List<Entry> entries, List<String> commonPrefixes, boolean truncated, String lastKey, String lastVersion) {

    record Entry(String key, StoredObject version, boolean latest) {}

    static VersionPage of(
            ObjectTable table, String prefix, String delimiter, String keyMarker, String versionMarker, int max) {
        List<Entry> entries = new ArrayList<>();
        List<String> commonPrefixes = new ArrayList<>();
        String lastKey = "";
        String lastVersion = "";
        String key = first(table, prefix, delimiter, keyMarker, versionMarker);
        while (key != null && key.startsWith(prefix)) {
            String common = Listing.rollUp(key, prefix, delimiter);
            if (common != null) {
                if (entries.size() + commonPrefixes.size() == max) {
                    return new VersionPage(entries, commonPrefixes, true, lastKey, lastVersion);
                }
                commonPrefixes.add(common);
                lastKey = common;
                lastVersion = "";
                key = table.next(common + Listing.AFTER_ALL, false);
                continue;
            }
            List<StoredObject> versions = table.versions(key);
            for (int i = key.equals(keyMarker) ? behind(versions, versionMarker) : 0; i < versions.size(); i++) {
                if (entries.size() + commonPrefixes.size() == max) {
                    return new VersionPage(entries, commonPrefixes, true, lastKey, lastVersion);
                }
                entries.add(new Entry(key, versions.get(i), i == 0));
                lastKey = key;
                lastVersion = versions.get(i).versionId();
            }
            key = table.next(key, false);
        }
        return new VersionPage(entries, commonPrefixes, false, lastKey, lastVersion);
    }

    private static @Nullable String first(
            ObjectTable table, String prefix, String delimiter, String keyMarker, String versionMarker) {
        if (KeyOrder.UTF_8_BYTES.compare(prefix, keyMarker) > 0) {
            return table.next(prefix, true);
        }
        if (keyMarker.equals(Listing.rollUp(keyMarker, prefix, delimiter))) {
            return table.next(keyMarker + Listing.AFTER_ALL, false);
        }
        // With a version the marked key itself may have more to list.
        return table.next(keyMarker, !versionMarker.isEmpty() || keyMarker.isEmpty());
    }

    /** Where a key's versions go on; at its first when the marked one is gone, because nothing may be left out. */
    private static int behind(List<StoredObject> versions, String versionMarker) {
        for (int i = 0; i < versions.size(); i++) {
            if (versions.get(i).versionId().equals(versionMarker)) {
                return i + 1;
            }
        }
        return 0;
    }
}
