package dev.sluice.oss;

import dev.sluice.core.config.Choice;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * What is between the worker and the service.
 *
 * @param proxyHost empty for none
 * @param proxyUser empty for none
 * @param trustStore file with the certificates to trust; empty for those of the worker's Java
 */
record ConnectionOptions(
        Addressing addressing,
        String proxyHost,
        int proxyPort,
        String proxyUser,
        @Nullable Password proxyPassword,
        String trustStore,
        @Nullable Password trustStorePassword) {
    static final String GROUP = "Connection";
    static final String ADDRESSING = "oss.addressing";
    static final String PROXY_HOST = "oss.proxy.host";
    static final String PROXY_PORT = "oss.proxy.port";
    static final String PROXY_USER = "oss.proxy.username";
    static final String PROXY_PASSWORD = "oss.proxy.password";
    static final String TRUST_STORE = "oss.tls.truststore.location";
    static final String TRUST_STORE_PASSWORD = "oss.tls.truststore.password";

    /** Where the bucket is in a request. */
    enum Addressing {
        AUTO,
        VIRTUAL,
        PATH,
        CNAME
    }

    private static final Choice<Addressing> ADDRESSINGS = Choice.of(Addressing.class);

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        ADDRESSING,
                        Type.STRING,
                        Choice.nameOf(Addressing.AUTO),
                        ADDRESSINGS,
                        Importance.LOW,
                        "Where a request names the bucket. virtual: before the endpoint's name. path: in the path. cname: nowhere, "
                                + "the endpoint is a domain of your own that belongs to the bucket. auto: path for an address of "
                                + "numbers, otherwise virtual.",
                        GROUP,
                        1,
                        Width.SHORT,
                        "Addressing",
                        ADDRESSINGS)
                .define(
                        PROXY_HOST,
                        Type.STRING,
                        "",
                        LambdaValidator.with(ConnectionOptions::checkHost, () -> "a host name or address"),
                        Importance.LOW,
                        "Name or address of a proxy for HTTP that requests go through. Empty: none.",
                        GROUP,
                        2,
                        Width.MEDIUM,
                        "Proxy host")
                .define(
                        PROXY_PORT,
                        Type.INT,
                        8080,
                        Range.between(1, 65_535),
                        Importance.LOW,
                        "Port that the proxy listens on.",
                        GROUP,
                        3,
                        Width.SHORT,
                        "Proxy port")
                .define(
                        PROXY_USER,
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "User at the proxy. Empty: it asks for none.",
                        GROUP,
                        4,
                        Width.MEDIUM,
                        "Proxy user")
                .define(
                        PROXY_PASSWORD,
                        Type.PASSWORD,
                        null,
                        Importance.LOW,
                        "Password of " + PROXY_USER + ".",
                        GROUP,
                        5,
                        Width.MEDIUM,
                        "Proxy password")
                .define(
                        TRUST_STORE,
                        Type.STRING,
                        "",
                        LambdaValidator.with(ConnectionOptions::checkFile, () -> "an absolute path"),
                        Importance.LOW,
                        "File on the worker's machine (PKCS12 or JKS) with the certificates that the service's may be signed by. "
                                + "Empty: those of the worker's Java. Certificates are always checked.",
                        GROUP,
                        6,
                        Width.LONG,
                        "Trust store")
                .define(
                        TRUST_STORE_PASSWORD,
                        Type.PASSWORD,
                        null,
                        Importance.LOW,
                        "Password of " + TRUST_STORE + ".",
                        GROUP,
                        7,
                        Width.MEDIUM,
                        "Trust store password");
    }

    static void check(ConfigValues values, ConfigProblems problems) {
        boolean proxy = values.get(PROXY_HOST, String.class)
                .filter(host -> !host.isEmpty())
                .isPresent();
        boolean user = values.get(PROXY_USER, String.class)
                .filter(name -> !name.isEmpty())
                .isPresent();
        if (user && !proxy) {
            problems.add(PROXY_HOST, "is needed, because " + PROXY_USER + " is set");
        }
        if (user && values.get(PROXY_PASSWORD, Password.class).isEmpty()) {
            problems.add(PROXY_PASSWORD, "is needed, because " + PROXY_USER + " is set");
        }
        values.get(TRUST_STORE, String.class)
                .filter(file -> !file.isEmpty() && !Files.isReadable(Path.of(file)))
                .ifPresent(file -> problems.add(TRUST_STORE, "cannot be read on this machine"));
    }

    static ConnectionOptions read(AbstractConfig config) {
        return new ConnectionOptions(
                ADDRESSINGS.parse(config.getString(ADDRESSING)),
                config.getString(PROXY_HOST),
                config.getInt(PROXY_PORT),
                config.getString(PROXY_USER),
                config.getPassword(PROXY_PASSWORD),
                config.getString(TRUST_STORE),
                config.getPassword(TRUST_STORE_PASSWORD));
    }

    private static void checkHost(String key, @Nullable Object value) {
        String host = value == null ? "" : value.toString();
        if (!host.isEmpty() && !host.matches("[A-Za-z0-9._:\\[\\]-]{1,255}")) {
            // Without the value: it may be a URL with a password.
            throw new ConfigException("Invalid value for " + key
                    + ": must be a host name or address alone; port, user and password have options of their own");
        }
    }

    private static void checkFile(String key, @Nullable Object value) {
        String file = value == null ? "" : value.toString();
        if (!file.isEmpty() && !file.startsWith("/") && !file.matches("[A-Za-z]:[\\\\/].*")) {
            throw new ConfigException(key, value, "must be an absolute path");
        }
    }
}
