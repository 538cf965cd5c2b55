package dev.sluice.testkit.tablestore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;

/**
 * What the service allows in its time series model.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/tablestore/limits-on-the-timeseries-model">the service's page</a>
 */
final class SeriesLimits {
    static final int NAME_BYTES = 128;
    static final int SOURCE_BYTES = 256;
    static final int TAGS_BYTES = 512;
    static final int FIELDS = 1024;
    static final int PUT_ROWS = 200;
    static final int READ_ROWS = 5000;
    static final int READ_BYTES = 4 * 1024 * 1024;
    static final int METAS_DEFAULT = 200;
    static final int METAS = 1000;
    static final long DATA_TTL_SECONDS = Duration.ofDays(1).toSeconds();
    static final long META_TTL_SECONDS = Duration.ofDays(7).toSeconds();

    private SeriesLimits() {}

    static void tableName(String name) throws ServiceError {
        byte[] utf8 = name.getBytes(UTF_8);
        if (utf8.length > NAME_BYTES || !Limits.isName(utf8, 0, utf8.length)) {
            throw ServiceError.parameter("Invalid table name: '" + name + "'.");
        }
    }

    static void measurement(String name) throws ServiceError {
        int length = name.getBytes(UTF_8).length;
        if (length == 0 || length > NAME_BYTES) {
            throw ServiceError.parameter("The length of measurement name must be in range: [1, " + NAME_BYTES + "].");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '#' || Character.isISOControl(c) || Character.isWhitespace(c)) {
                throw ServiceError.parameter("Invalid measurement name.");
            }
        }
    }

    static void source(String source) throws ServiceError {
        if (source.getBytes(UTF_8).length > SOURCE_BYTES) {
            throw ServiceError.parameter("The length of data source must be in range: [0, " + SOURCE_BYTES + "].");
        }
    }

    static void tags(SortedMap<String, String> tags) throws ServiceError {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            pair(tag.getKey(), tag.getValue());
        }
        if (!tags.isEmpty() && SeriesTags.text(tags).getBytes(UTF_8).length > TAGS_BYTES) {
            throw ServiceError.parameter("The length of tags must be in range: [0, " + TAGS_BYTES + "].");
        }
    }

    /** The rule for a tag; attributes obey it as well. */
    static void pair(String key, String value) throws ServiceError {
        boolean fits = !key.isEmpty() && !value.isEmpty();
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            fits &= c > ' ' && c <= '~' && c != '"' && c != '=';
        }
        if (!fits || value.indexOf('"') >= 0 || value.indexOf('=') >= 0) {
            throw ServiceError.parameter("Invalid tag or attribute.");
        }
    }

    static void time(long micros) throws ServiceError {
        if (micros < 0) {
            throw ServiceError.parameter("The time must be greater than or equal to 0.");
        }
    }

    static void fieldName(String name) throws ServiceError {
        boolean fits = !name.isEmpty() && name.length() <= NAME_BYTES;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            fits &= (c >= 'a' && c <= 'z') || c == '_' || (i > 0 && c >= '0' && c <= '9');
        }
        if (!fits || isReserved(name)) {
            throw ServiceError.parameter("Invalid field name: '" + name + "'.");
        }
    }

    private static boolean isReserved(String name) {
        return switch (name) {
            case "_m_name", "_data_source", "_tags", "_time", "_meta_update_time", "_attributes" -> true;
            default -> false;
        };
    }

    static void timeToLive(long seconds, long least) throws ServiceError {
        if (seconds != -1 && seconds < least) {
            throw ServiceError.parameter("TimeToLive must be -1 or at least " + least + ".");
        }
    }
}
