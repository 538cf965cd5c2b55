package dev.sluice.testkit.oss;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The thawing of an archived object.
 *
 * @param ready from when on it can be read
 * @param until when it freezes again
 */
record Restoration(Instant ready, Instant until) {
    private static final Duration DAY = Duration.ofDays(1);

    boolean ongoing(Instant now) {
        return now.isBefore(ready);
    }

    boolean readable(Instant now) {
        return !ongoing(now) && now.isBefore(until);
    }

    Restoration extended(Instant now, int days) {
        return new Restoration(ready, now.plus(DAY.multipliedBy(days)));
    }

    /** As in {@code x-oss-restore}. */
    String header(Instant now) {
        return ongoing(now)
                ? "ongoing-request=\"true\""
                : "ongoing-request=\"false\", expiry-date=\"" + HttpDates.http(until) + '"';
    }

    /** Takes as long as the service says it does: see "Restore objects" in its guide. */
    static Restoration start(String storageClass, @Nullable String tier, int days, Instant now) {
        Instant ready = now.plus(duration(storageClass, tier == null ? "Standard" : tier));
        return new Restoration(ready, ready.plus(DAY.multipliedBy(days)));
    }

    private static Duration duration(String storageClass, String tier) {
        boolean deep = storageClass.equals("DeepColdArchive");
        if (storageClass.equals("Archive")) {
            return Duration.ofMinutes(1);
        }
        return switch (tier) {
            case "Expedited" -> Duration.ofHours(deep ? 12 : 1);
            case "Standard" -> Duration.ofHours(deep ? 48 : 5);
            case "Bulk" -> Duration.ofHours(deep ? 48 : 12);
            default -> throw OssError.malformedXml();
        };
    }
}
