package dev.sluice.core.credentials;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** What the options of credentials may look like. */
final class Texts {
    static final Validator SECRET = LambdaValidator.with(Texts::checkSecret, () -> "not empty");
    static final Validator ENDPOINT = LambdaValidator.with(Texts::checkEndpoint, () -> "[https://]host[:port]");
    static final Validator ABSOLUTE_PATH = LambdaValidator.with(Texts::checkPath, () -> "an absolute path");

    private Texts() {}

    static Validator matching(String regex, String words) {
        Pattern pattern = Pattern.compile(regex);
        return LambdaValidator.with(
                (key, value) -> {
                    if (!(value instanceof String text)
                            || !pattern.matcher(text).matches()) {
                        throw new ConfigException(key, value, "must be " + words);
                    }
                },
                () -> words);
    }

    /** Empty, or the ARN of this kind of thing. */
    static Validator roleArn(String kind) {
        return matching("(acs:ram::\\d+:" + kind + "/\\S+)?", "an ARN like acs:ram::<account>:" + kind + "/<name>");
    }

    static URI uri(String endpoint) {
        return URI.create(endpoint.contains("://") ? endpoint : "https://" + endpoint);
    }

    private static void checkSecret(String key, @Nullable Object value) {
        if (value instanceof Password password && password.value().isEmpty()) {
            throw new ConfigException("Invalid value for " + key + ": must not be empty");
        }
    }

    /** Without the value: a URL may hold a password. */
    private static void checkEndpoint(String key, @Nullable Object value) {
        try {
            URI uri = uri(value == null ? "" : value.toString());
            String path = uri.getPath();
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && (path == null || path.isEmpty() || path.equals("/"))) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Answered below, without the value.
        }
        throw new ConfigException(
                "Invalid value for " + key + ": must be a URL with http or https, a host, perhaps a port, and no path");
    }

    private static void checkPath(String key, @Nullable Object value) {
        String text = value == null ? "" : value.toString();
        try {
            if (text.isEmpty() || Path.of(text).isAbsolute()) {
                return;
            }
        } catch (InvalidPathException e) {
            // Answered below.
        }
        throw new ConfigException(key, value, "must be an absolute path");
    }
}
