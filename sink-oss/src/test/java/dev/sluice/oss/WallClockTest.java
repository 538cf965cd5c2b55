package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WallClockTest {

    @Test
    void pointsAreCountedFromMidnightInTheZone() {
        WallClock hours = new WallClock(Duration.ofHours(6), ZoneId.of("Asia/Kolkata"));

        // 05:29:59 there
        assertThat(hours.next(Instant.parse("2024-03-01T23:59:59Z"))).isEqualTo("2024-03-02T00:30:00Z");
        assertThat(hours.next(Instant.parse("2024-03-02T00:30:00Z"))).isEqualTo("2024-03-02T06:30:00Z");
    }

    @Test
    void aDayIsFromMidnightToMidnight() {
        WallClock days = new WallClock(Duration.ofDays(1), ZoneId.of("Asia/Shanghai"));

        assertThat(days.next(Instant.parse("2024-01-01T10:00:00Z"))).isEqualTo("2024-01-01T16:00:00Z");
    }

    @Test
    void whenClocksArePutBackTheRepeatedHourHasItsPointsTwice() {
        WallClock tenMinutes = new WallClock(Duration.ofMinutes(10), ZoneId.of("Europe/Berlin"));

        // 02:55 the first time, 02:05 the second time
        assertThat(tenMinutes.next(Instant.parse("2024-10-27T00:55:00Z"))).isEqualTo("2024-10-27T01:00:00Z");
        assertThat(tenMinutes.next(Instant.parse("2024-10-27T01:05:00Z"))).isEqualTo("2024-10-27T01:10:00Z");
    }

    @Test
    void whenClocksArePutForwardTheMissingHourIsLeftOut() {
        WallClock tenMinutes = new WallClock(Duration.ofMinutes(10), ZoneId.of("Europe/Berlin"));

        assertThat(tenMinutes.next(Instant.parse("2024-03-31T00:55:00Z"))).isEqualTo("2024-03-31T01:00:00Z");
        assertThat(tenMinutes.next(Instant.parse("2024-03-31T01:00:00Z"))).isEqualTo("2024-03-31T01:10:00Z");
    }

    @Property
    void theNextPointIsLaterAndNotLaterThanOneInterval(
            @ForAll @LongRange(min = 0, max = 4_000_000_000L) long second,
            @ForAll @LongRange(min = 1, max = 90_000_000L) long millis) {
        Instant now = Instant.ofEpochSecond(second);

        Instant next = new WallClock(Duration.ofMillis(millis), ZoneOffset.UTC).next(now);

        assertThat(next).isAfter(now).isBeforeOrEqualTo(now.plusMillis(millis));
        assertThat(next.toEpochMilli() % millis).isZero();
    }

    @Property
    void clocksThatAreChangedNeverGiveAPointOfThePast(
            @ForAll @LongRange(min = 1_600_000_000L, max = 1_900_000_000L) long second) {
        Instant now = Instant.ofEpochSecond(second);
        for (String zone :
                new String[] {"Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu"}) {
            Instant next = new WallClock(Duration.ofMinutes(30), ZoneId.of(zone)).next(now);
            assertThat(next).isAfter(now).isBeforeOrEqualTo(now.plus(Duration.ofMinutes(30)));
        }
    }
}
