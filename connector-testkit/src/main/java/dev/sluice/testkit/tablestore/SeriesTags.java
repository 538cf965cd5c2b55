package dev.sluice.testkit.tablestore;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The text of tags and attributes: {@code ["k1=v1","k2=v2"]}, by key. */
final class SeriesTags {
    private SeriesTags() {}

    static String text(SortedMap<String, String> tags) {
        StringBuilder text = new StringBuilder("[");
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (text.length() > 1) {
                text.append(',');
            }
            text.append('"')
                    .append(tag.getKey())
                    .append('=')
                    .append(tag.getValue())
                    .append('"');
        }
        return text.append(']').toString();
    }

    /** An empty text means none. */
    static SortedMap<String, String> parse(String text) throws ServiceError {
        SortedMap<String, String> tags = new TreeMap<>();
        if (text.isEmpty()) {
            return tags;
        }
        if (!text.startsWith("[") || !text.endsWith("]") || text.length() < 2) {
            throw broken();
        }
        int end = text.length() - 1;
        int at = 1;
        while (at < end) {
            int equals = text.indexOf('=', at);
            int close = equals < 0 ? -1 : text.indexOf('"', equals);
            if (text.charAt(at) != '"' || close < 0 || close >= end) {
                throw broken();
            }
            String key = text.substring(at + 1, equals);
            String value = text.substring(equals + 1, close);
            SeriesLimits.pair(key, value);
            if (tags.put(key, value) != null) {
                throw ServiceError.parameter("Duplicated tag or attribute: '" + key + "'.");
            }
            at = close + 1;
            if (at < end && (text.charAt(at) != ',' || ++at == end)) {
                throw broken();
            }
        }
        return tags;
    }

    private static ServiceError broken() {
        return ServiceError.parameter("Invalid tags or attributes.");
    }
}
