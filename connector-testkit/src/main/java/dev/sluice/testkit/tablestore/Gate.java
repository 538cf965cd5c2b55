package dev.sluice.testkit.tablestore;

import dev.sluice.testkit.internal.HttpCall;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets in what is signed with the right key, in time, for an instance that exists. */
final class Gate {
    private final AccessKeys keys;
    private final Map<String, Instance> instances;
    private final InstantSource clock;

    Gate(AccessKeys keys, Map<String, Instance> instances, InstantSource clock) {
        this.keys = keys;
        this.instances = instances;
        this.clock = clock;
    }

    /** Checks that all required headers are there; the service does so before it looks at anything else. */
    void checkHeaders(HttpCall call) throws ServiceError {
        required(call, "x-ots-apiversion");
        required(call, "x-ots-date");
        required(call, "x-ots-contentmd5");
        required(call, "x-ots-accesskeyid");
        required(call, "x-ots-instancename");
        if (!Signatures.isSigned(call)) {
            throw missing("x-ots-signature");
        }
    }

    /** @return the instance that the request is for */
    Instance enter(HttpCall call, String path, byte[] body) throws ServiceError {
        checkDate(required(call, "x-ots-date"));
        Signatures signatures = keys.admit(required(call, "x-ots-accesskeyid"), call.header("x-ots-ststoken"));
        Instance instance = instances.get(required(call, "x-ots-instancename"));
        if (instance == null) {
            throw ServiceError.auth("The instance is not found.");
        }
        if (!signatures.isValid(call, path)) {
            throw ServiceError.auth("Signature mismatch.");
        }
        if (!required(call, "x-ots-contentmd5").equals(md5(body))) {
            throw ServiceError.auth("Mismatch between MD5 value of request body and x-ots-contentmd5 in header.");
        }
        return instance;
    }

    static String md5(byte[] content) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("MD5 is part of every JDK", e);
        }
    }

    private void checkDate(String date) throws ServiceError {
        Instant sent = parse(date);
        if (sent == null) {
            throw ServiceError.parameter("Invalid date format: " + date + ".");
        }
        if (Duration.between(sent, clock.instant()).abs().compareTo(Limits.CLOCK_SKEW) > 0) {
            throw ServiceError.auth("Mismatch between system time and x-ots-date: " + date + ".");
        }
    }

    /** Old clients send the date of HTTP, new ones ISO 8601. */
    private static @Nullable Instant parse(String date) {
        try {
            return Instant.parse(date);
        } catch (DateTimeException e) {
            try {
                return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
            } catch (DateTimeException alsoNot) {
                return null;
            }
        }
    }

    private static String required(HttpCall call, String name) throws ServiceError {
        String value = call.header(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    private static ServiceError missing(String header) {
        return new ServiceError(400, "OTSMissingHeader", "Missing header: '" + header + "'.");
    }
}
