package dev.sluice.testkit.oss;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The service's rules for names. */
final class Names {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");
    private static final Pattern LOCAL_BUCKET = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int MAX_KEY_BYTES = 1023;

    private Names() {}

    static boolean isBucket(String name) {
        return BUCKET.matcher(name).matches();
    }

    /** As {@link #isBucket}, but also with one or two characters. */
    static boolean isLocalBucket(String name) {
        return LOCAL_BUCKET.matcher(name).matches();
    }

    static void checkBucket(String name) {
        if (!isBucket(name)) {
            throw new OssError(400, "InvalidBucketName", "The specified bucket is not valid.").with("BucketName", name);
        }
    }

    static void checkKey(String key) {
        if (key.isEmpty()) {
            throw invalidKey("The Object name can not be empty.", key);
        }
        if (key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
            throw invalidKey("The Length of Object name must be less than 1024.", key);
        }
        if (key.charAt(0) == '/' || key.charAt(0) == '\\') {
            throw invalidKey("The specified object is not valid.", key);
        }
    }

    private static OssError invalidKey(String message, String key) {
        return new OssError(400, "InvalidObjectName", message).with("ObjectName", key);
    }
}
