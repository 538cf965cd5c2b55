package dev.sluice.oss;

import java.util.Map;

/**
 * What is said of an object besides its content.
 *
 * @param key where it will be in the bucket
 * @param contentType media type
 * @param metadata user metadata, by name without prefix
 */
record ObjectHead(String key, String contentType, Map<String, String> metadata) {
    static final String FIRST_OFFSET = "sluice-first-offset";
    static final String LAST_OFFSET = "sluice-last-offset";
    static final String RECORDS = "sluice-records";
}
