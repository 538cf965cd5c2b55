package dev.sluice.oss;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Time as a part of an object's key. The letters are those of the S3 sink and the connectors like it (Joda-Time), in which
 * {@code YYYY} is the year; what is between quotes, {@code /}, {@code =} and other signs stay. Task thread only.
 */
final class PathFormat {
    static final String DAILY = "'year'=YYYY/'month'=MM/'day'=dd";
    static final String HOURLY = DAILY + "/'hour'=HH";

    private static final int LONGEST = 200;
    private static final int REMEMBERED = 256;

    /** Every offset since 1970 is a multiple of this, so no hour or day begins between two multiples. */
    private static final long QUARTER_HOUR = Duration.ofMinutes(15).toMillis();

    private static final String LETTERS = "yYMdDEaHkKhmsSzZ";

    private final DateTimeFormatter formatter;
    private final ZoneId zone;
    private final String directoryDelimiter;
    private final @Nullable Duration duration;
    private final long step;
    /** What was asked for lately; records of one time come together. */
    private final Map<Long, String> remembered = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * @param duration times are cut down to a multiple of it, counted from midnight in the zone; null for no
     * @throws IllegalArgumentException when the pattern cannot name a directory, with the reason
     */
    PathFormat(String pattern, ZoneId zone, Locale locale, String directoryDelimiter, @Nullable Duration duration) {
        this.zone = zone;
        this.directoryDelimiter = directoryDelimiter;
        this.duration = duration;
        this.formatter = formatterOf(pattern, locale);
        long finest = finestOf(pattern);
        this.step = duration == null ? finest : greatestCommonDivisor(finest, duration.toMillis());
        check();
    }

    private static DateTimeFormatter formatterOf(String pattern, Locale locale) {
        if (pattern.isBlank() || pattern.length() > LONGEST) {
            throw new IllegalArgumentException("must have 1 to " + LONGEST + " characters, such as " + DAILY);
        }
        StringBuilder translated = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
                translated.append(c);
            } else if (quoted) {
                translated.append(c);
            } else if (Character.isLetter(c)) {
                if (LETTERS.indexOf(c) < 0) {
                    throw new IllegalArgumentException("has the letter " + c + ", which is none of " + LETTERS
                            + "; put text between single quotes, as in " + DAILY);
                }
                translated.append(c == 'Y' ? 'y' : c);
            } else if (c == '\\' || Character.isISOControl(c) || Character.isSurrogate(c)) {
                throw new IllegalArgumentException("must not hold backslashes, control characters or surrogates");
            } else {
                translated.append('\'').append(c).append('\'');
            }
        }
        // Two quotes in a row would be one of the text; between two texts they are nothing.
        return DateTimeFormatter.ofPattern(translated.toString().replace("''", ""), locale);
    }

    private static long finestOf(String pattern) {
        String letters = pattern.replaceAll("'[^']*'", "");
        return letters.indexOf('S') >= 0
                ? 1
                : letters.indexOf('s') >= 0 ? 1000 : letters.indexOf('m') >= 0 ? 60_000 : QUARTER_HOUR;
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    private void check() {
        String sample = format(Instant.parse("2024-12-31T23:59:59.999Z").toEpochMilli());
        String[] steps = sample.split(java.util.regex.Pattern.quote(directoryDelimiter), -1);
        if (directoryDelimiter.equals("/")
                && Arrays.stream(steps).anyMatch(s -> s.isEmpty() || s.equals(".") || s.equals(".."))) {
            throw new IllegalArgumentException(
                    "must not begin or end with /, nor hold an empty part, . or .. between slashes");
        }
    }

    /**
     * The time as it is written in a key.
     *
     * @param millis since 1970
     * @throws DataException when it is so far away that it has no calendar date
     */
    String format(long millis) {
        long slot = Math.floorDiv(millis, step);
        String known = remembered.get(slot);
        if (known != null) {
            return known;
        }
        try {
            return write(millis, slot);
        } catch (DateTimeException | ArithmeticException e) {
            throw new DataException("the time that names the object is too far away");
        }
    }

    private String write(long millis, long slot) {
        ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochMilli(millis));
        ZonedDateTime time = Instant.ofEpochMilli(cut(millis, offset)).atZone(zone);
        StringBuilder text = new StringBuilder();
        formatter.format(time).codePoints().forEach(point -> {
            if (point == '/') {
                text.append(directoryDelimiter);
            } else if (point == '=') {
                text.append('=');
            } else {
                KeyText.escape(point, text);
            }
        });
        String written = text.toString();
        if (1000L * offset.getTotalSeconds() % QUARTER_HOUR == 0) {
            remembered.put(slot, written);
        }
        return written;
    }

    private long cut(long millis, ZoneOffset offset) {
        if (duration == null) {
            return millis;
        }
        long shift = 1000L * offset.getTotalSeconds();
        long local = Math.addExact(millis, shift);
        return Math.subtractExact(Math.floorDiv(local, duration.toMillis()) * duration.toMillis(), shift);
    }

    /** Bytes that it takes at most, about. */
    static int longest(String pattern) {
        return 3 * pattern.length();
    }
}
