package dev.sluice.testkit.oss;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bucket's retention policy (WORM): what was stored less than so many days ago cannot be replaced, appended to or
 * deleted. It holds from the start, but lapses after a day unless it is locked.
 */
record Retention(String id, int days, boolean locked, Instant created) {
    private static final Duration UNLOCKED = Duration.ofHours(24);
    private static final int MAX_DAYS = 25_550;
    private static final String IN_PROGRESS = "InProgress";
    private static final String LOCKED = "Locked";

    static Retention fromXml(String document) {
        XmlNode root = XmlNode.parse(document.getBytes(StandardCharsets.UTF_8), "WormConfiguration");
        String id = root.childText("WormId");
        String created = root.childText("CreationDate");
        if (id == null || created == null) {
            throw OssError.malformedXml();
        }
        return new Retention(id, days(root), LOCKED.equals(root.childText("State")), Instant.parse(created));
    }

    String toXml() {
        XmlDocument xml = new XmlDocument("WormConfiguration");
        xml.element("WormId", id)
                .element("State", locked ? LOCKED : IN_PROGRESS)
                .element("RetentionPeriodInDays", days)
                .element("CreationDate", HttpDates.iso(created));
        return new String(xml.end(), StandardCharsets.UTF_8);
    }

    /** The period that a request names. */
    static int days(XmlNode request) {
        String text = request.childText("RetentionPeriodInDays");
        try {
            int days = Integer.parseInt(text == null ? "" : text);
            if (days >= 1 && days <= MAX_DAYS) {
                return days;
            }
        } catch (NumberFormatException e) {
            // answered below, like a number out of bounds
        }
        throw new OssError(
                400, "InvalidWORMConfiguration", "RetentionPeriodInDays must be between 1 and " + MAX_DAYS + ".");
    }

    boolean lapsed(Instant now) {
        return !locked && now.isAfter(created.plus(UNLOCKED));
    }

    /** Throws the service's error while an object is protected. */
    void check(String key, @Nullable StoredObject object, Instant now) {
        if (object == null || object.isDeleteMarker() || lapsed(now)) {
            return;
        }
        if (now.isBefore(object.lastModified().plus(Duration.ofDays(days)))) {
            throw OssError.fileImmutable(key);
        }
    }
}
