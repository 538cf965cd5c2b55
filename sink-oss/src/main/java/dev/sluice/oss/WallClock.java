package dev.sluice.oss;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Points on the wall clock of a place, one interval apart, counted from midnight there. */
record WallClock(Duration interval, ZoneId zone) {

    /** The first point after this instant. */
    Instant next(Instant after) {
        ZoneOffset offset = zone.getRules().getOffset(after);
        long step = interval.toMillis();
        long local =
                LocalDateTime.ofInstant(after, offset).toInstant(ZoneOffset.UTC).toEpochMilli();
        long point = Math.floorDiv(local, step) * step;
        Instant next;
        do {
            // More than one step only where the clocks are put back and the point has been before.
            point += step;
            LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(point), ZoneOffset.UTC);
            next = ZonedDateTime.ofLocal(time, zone, offset).toInstant();
        } while (!next.isAfter(after));
        return next;
    }
}
