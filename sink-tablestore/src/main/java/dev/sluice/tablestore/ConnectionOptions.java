package dev.sluice.tablestore;

import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Where the instance is and who asks.
 *
 * @param securityToken of temporary credentials; null for an AccessKey of a user
 * @param socketTimeout longest silence on a connection before its request counts as failed
 */
record ConnectionOptions(
        String endpoint,
        String instance,
        String accessKeyId,
        Password accessKeySecret,
        @Nullable Password securityToken,
        Duration connectTimeout,
        Duration socketTimeout) {
    static final String GROUP = "Tablestore";
    static final String ENDPOINT = "tablestore.endpoint";
    static final String INSTANCE_NAME = "tablestore.instance.name";
    static final String ACCESS_KEY_ID = "tablestore.access.key.id";
    static final String ACCESS_KEY_SECRET = "tablestore.access.key.secret";
    static final String SECURITY_TOKEN = "tablestore.security.token";
    static final String CONNECT_TIMEOUT_MS = "tablestore.connect.timeout.ms";
    static final String SOCKET_TIMEOUT_MS = "tablestore.socket.timeout.ms";

    // The two forms that the client accepts.
    private static final Patterns URL = new Patterns(
            Pattern.compile("(?i:https?)://[a-zA-Z0-9._-]+(:\\d{1,5})?/?"),
            "a URL like https://<instance>.<region>.ots.aliyuncs.com, with http or https, a host, perhaps a port, and no path");
    private static final Patterns INSTANCE =
            new Patterns(Pattern.compile("[a-zA-Z0-9_-]+"), "the name of an instance: letters, digits, - and _");

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        ENDPOINT,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        URL,
                        Importance.HIGH,
                        "Endpoint of the Tablestore instance, as the console shows it.",
                        GROUP,
                        1,
                        Width.LONG,
                        "Endpoint")
                .define(
                        INSTANCE_NAME,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        INSTANCE,
                        Importance.HIGH,
                        "Name of the Tablestore instance.",
                        GROUP,
                        2,
                        Width.MEDIUM,
                        "Instance name")
                .define(
                        ACCESS_KEY_ID,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new NonEmptyString(),
                        Importance.HIGH,
                        "AccessKey ID of an account that may write to the instance and, for auto.create, create tables.",
                        GROUP,
                        3,
                        Width.MEDIUM,
                        "AccessKey ID")
                .define(
                        ACCESS_KEY_SECRET,
                        Type.PASSWORD,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        "AccessKey secret that belongs to " + ACCESS_KEY_ID + ".",
                        GROUP,
                        4,
                        Width.MEDIUM,
                        "AccessKey secret")
                .define(
                        SECURITY_TOKEN,
                        Type.PASSWORD,
                        null,
                        Importance.MEDIUM,
                        "Security token of temporary (STS) credentials. It is not renewed: when it expires the task fails.",
                        GROUP,
                        5,
                        Width.MEDIUM,
                        "Security token")
                .define(
                        CONNECT_TIMEOUT_MS,
                        Type.INT,
                        5_000,
                        Range.between(1, 600_000),
                        Importance.LOW,
                        "Longest time to set up a connection. A request that gets none is repeated.",
                        GROUP,
                        6,
                        Width.SHORT,
                        "Connect timeout (ms)")
                .define(
                        SOCKET_TIMEOUT_MS,
                        Type.INT,
                        30_000,
                        Range.between(1, 600_000),
                        Importance.LOW,
                        "Longest silence of the service while an answer is due. Then the request is repeated.",
                        GROUP,
                        7,
                        Width.SHORT,
                        "Socket timeout (ms)");
    }

    static ConnectionOptions read(AbstractConfig config) {
        return new ConnectionOptions(
                config.getString(ENDPOINT),
                config.getString(INSTANCE_NAME),
                config.getString(ACCESS_KEY_ID),
                config.getPassword(ACCESS_KEY_SECRET),
                config.getPassword(SECURITY_TOKEN),
                Duration.ofMillis(config.getInt(CONNECT_TIMEOUT_MS)),
                Duration.ofMillis(config.getInt(SOCKET_TIMEOUT_MS)));
    }
}
