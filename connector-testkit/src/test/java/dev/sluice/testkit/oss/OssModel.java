package dev.sluice.testkit.oss;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a bucket holds after some calls, as simply as it can be said. */
final class OssModel {
    /** One version; {@code bytes}, one a char, is null for a delete marker. */
    private record Version(String id, @Nullable String bytes, boolean log) {}

    /** Newest first. */
    private final Map<String, List<Version>> keys = new TreeMap<>();

    private boolean versioned;

    void versioned() {
        versioned = true;
    }

    /** @param versionId as the emulator gave it; null while the bucket never had versions */
    void put(String key, byte[] bytes, boolean log, @Nullable String versionId) {
        add(key, new Version(versionId == null ? "null" : versionId, new String(bytes, ISO_8859_1), log));
    }

    void append(String key, byte[] more) {
        Version before = keys.get(key).get(0);
        keys.get(key).set(0, new Version(before.id(), before.bytes() + new String(more, ISO_8859_1), true));
    }

    void delete(String key, @Nullable String marker) {
        if (versioned) {
            add(key, new Version(Objects.requireNonNull(marker, "a delete marker"), null, false));
        } else {
            keys.remove(key);
        }
    }

    void remove(String key, String versionId) {
        keys.get(key).removeIf(version -> version.id().equals(versionId));
    }

    private void add(String key, Version version) {
        List<Version> versions = keys.computeIfAbsent(key, unused -> new ArrayList<>());
        versions.removeIf(other -> other.id().equals(version.id()));
        versions.add(0, version);
    }

    @Nullable
    String versionToDelete(String key, boolean oldest) {
        List<Version> versions = keys.getOrDefault(key, List.of());
        return versions.isEmpty()
                ? null
                : versions.get(oldest ? versions.size() - 1 : 0).id();
    }

    byte @Nullable [] current(String key) {
        List<Version> versions = keys.getOrDefault(key, List.of());
        String bytes = versions.isEmpty() ? null : versions.get(0).bytes();
        return bytes == null ? null : bytes.getBytes(ISO_8859_1);
    }

    boolean isLog(String key) {
        return keys.get(key).get(0).log();
    }

    byte[] bytes(String key, String versionId) {
        return keys.get(key).stream()
                .filter(version -> version.id().equals(versionId))
                .findFirst()
                .orElseThrow()
                .bytes()
                .getBytes(ISO_8859_1);
    }

    List<String> listing() {
        List<String> listing = new ArrayList<>();
        keys.forEach((key, versions) -> {
            byte[] current = current(key);
            if (current != null) {
                listing.add(key + " " + current.length);
            }
        });
        return listing;
    }

    List<String> versions(boolean markers) {
        List<String> listing = new ArrayList<>();
        keys.forEach((key, versions) -> versions.stream()
                .filter(version -> (version.bytes() == null) == markers)
                .forEach(version -> listing.add(key + " " + version.id())));
        return listing;
    }
}
