package dev.sluice.tablestore.client;

import dev.sluice.core.credentials.AuthKeys;
import dev.sluice.core.credentials.AuthOptions;
import dev.sluice.tablestore.config.Patterns;
import dev.sluice.tablestore.table.CreateOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * Where the instance is and who asks.
 *
 * @param endpoint a URL without a path
 * @param instance its name
 * @param credentials who asks
 * @param connectTimeout longest time to set up a connection
 * @param socketTimeout longest silence on a connection before its request counts as failed
 */
public record ConnectionOptions(
        String endpoint, String instance, AuthOptions credentials, Duration connectTimeout, Duration socketTimeout) {
    /** For what the client does besides waiting. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    static final String GROUP = "Tablestore";
    static final String ENDPOINT = "tablestore.endpoint";
    static final String INSTANCE_NAME = "tablestore.instance.name";
    /** The options for credentials. */
    public static final AuthKeys AUTH =
            new AuthKeys("tablestore.", "may write to the instance and, for auto.create, create tables");

    static final String CONNECT_TIMEOUT_MS = "tablestore.connect.timeout.ms";
    static final String SOCKET_TIMEOUT_MS = "tablestore.socket.timeout.ms";

    // The two forms that the client accepts.
    private static final Patterns URL = new Patterns(
            Pattern.compile("(?i:https?)://[a-zA-Z0-9._-]+(:\\d{1,5})?/?"),
            "a URL like https://<instance>.<region>.ots.aliyuncs.com, with http or https, a host, perhaps a port, and no path");
    private static final Patterns INSTANCE =
            new Patterns(Pattern.compile("[a-zA-Z0-9_-]+"), "the name of an instance: letters, digits, - and _");

    /**
     * Adds the options.
     *
     * @param def is added to
     * @return the same
     */
    public static ConfigDef define(ConfigDef def) {
        def.define(
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
                        CONNECT_TIMEOUT_MS,
                        Type.INT,
                        5_000,
                        Range.between(1, 600_000),
                        Importance.LOW,
                        "Longest time to set up a connection. A request that gets none is repeated.",
                        GROUP,
                        3,
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
                        4,
                        Width.SHORT,
                        "Socket timeout (ms)");
        return AUTH.define(def);
    }

    /**
     * By the limit the client must have answered, if it ever does.
     *
     * @param clock says what time it is
     * @param creation whether missing tables are created, and how
     * @return for the tables of one task
     */
    public Readiness readiness(InstantSource clock, CreateOptions creation) {
        Duration answer =
                connectTimeout.plus(connectTimeout).plus(socketTimeout).plus(MARGIN);
        // A look at the table, its creation and another look, one after the other.
        return new Readiness(clock, answer.multipliedBy(creation.auto() ? 3 : 1));
    }

    /**
     * Reads the options.
     *
     * @param config valid by itself
     * @return where the instance is and who asks
     */
    public static ConnectionOptions read(AbstractConfig config) {
        return new ConnectionOptions(
                config.getString(ENDPOINT),
                config.getString(INSTANCE_NAME),
                AUTH.read(config),
                Duration.ofMillis(config.getInt(CONNECT_TIMEOUT_MS)),
                Duration.ofMillis(config.getInt(SOCKET_TIMEOUT_MS)));
    }
}
