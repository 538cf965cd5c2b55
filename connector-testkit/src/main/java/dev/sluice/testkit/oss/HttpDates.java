package dev.sluice.testkit.oss;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The three notations of time on OSS's wire. */
final class HttpDates {
    private static final DateTimeFormatter HTTP = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.US)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.US).withZone(ZoneOffset.UTC);

    private HttpDates() {}

    /** As in {@code Last-Modified}. */
    static String http(Instant instant) {
        return HTTP.format(instant);
    }

    /** As in XML answers. */
    static String iso(Instant instant) {
        return ISO.format(instant);
    }

    /** As in signature V4. */
    static String basic(Instant instant) {
        return BASIC.format(instant);
    }

    /** Null when it is no HTTP date. */
    static @Nullable Instant parseHttp(String text) {
        try {
            return ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** As in {@code x-oss-date} of signature V4; null when it is no such date. */
    static @Nullable Instant parseBasic(String text) {
        try {
            return BASIC.parse(text.trim(), Instant::from);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
