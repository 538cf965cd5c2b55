package dev.sluice.oss;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** Points on the wall clock of a place, one interval apart, counted from midnight there. */
record WallClock(Duration interval, ZoneId zone) {

    /** The first point after this instant. */
    Instant next(Instant after) {
        ZoneRules rules = zone.getRules();
        ZoneOffset offset = rules.getOffset(after);
        long passed = Math.floorDiv(localMillis(after, offset), interval.toMillis());
        Instant next = instantOf((passed + 1) * interval.toMillis(), offset);
        ZoneOffsetTransition change = rules.nextTransition(after);
        if (change == null || change.getInstant().isAfter(next)) {
            return next;
        }
        // When clocks are put back, points come again that have been before.
        ZoneOffset changed = change.getOffsetAfter();
        long begun = -Math.floorDiv(-localMillis(change.getInstant(), changed), interval.toMillis());
        Instant afterChange = instantOf(begun * interval.toMillis(), changed);
        return afterChange.isBefore(next) ? afterChange : next;
    }

    private static long localMillis(Instant instant, ZoneOffset offset) {
        return instant.toEpochMilli() + 1000L * offset.getTotalSeconds();
    }

    /** @param preferred which of two instants, where the local time is there twice */
    private Instant instantOf(long localMillis, ZoneOffset preferred) {
        LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(localMillis), ZoneOffset.UTC);
        return ZonedDateTime.ofLocal(time, zone, preferred).toInstant();
    }
}
