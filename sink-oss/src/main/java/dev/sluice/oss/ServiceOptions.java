package dev.sluice.oss;

import dev.sluice.core.config.Choice;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Which bucket, where, and how it is spoken to.
 *
 * @param endpoint with its scheme
 * @param signingRegion region that requests are signed for with signature V4; null means signature V1
 * @param maxConnections uploads at a time, each on a connection of its own
 * @param connectTimeout longest wait for a connection, also for a free one of the pool
 * @param socketTimeout longest silence of the service
 */
record ServiceOptions(
        String endpoint,
        @Nullable String signingRegion,
        String bucket,
        int maxConnections,
        Duration connectTimeout,
        Duration socketTimeout) {
    static final String GROUP = "OSS";
    static final String ENDPOINT = "oss.endpoint";
    static final String REGION = "oss.region";
    static final String NETWORK = "oss.network";
    static final String SIGNATURE_VERSION = "oss.signature.version";
    static final String BUCKET = "oss.bucket";
    static final String MAX_CONNECTIONS = "oss.max.connections";
    static final String CONNECT_TIMEOUT_MS = "oss.connect.timeout.ms";
    static final String SOCKET_TIMEOUT_MS = "oss.socket.timeout.ms";

    /** Which of a region's endpoints. */
    enum Network {
        PUBLIC,
        INTERNAL,
        ACCELERATE;

        private String endpoint(String region) {
            return switch (this) {
                case PUBLIC -> "https://oss-" + region + ".aliyuncs.com";
                case INTERNAL -> "https://oss-" + region + "-internal.aliyuncs.com";
                case ACCELERATE -> "https://oss-accelerate.aliyuncs.com";
            };
        }
    }

    private static final Choice<Network> NETWORKS = Choice.of(Network.class);

    /** How requests are signed. */
    enum Signature {
        AUTO,
        V4,
        V1
    }

    private static final Choice<Signature> SIGNATURES = Choice.of(Signature.class);
    /** Underscores are in the names of old buckets only, and those still work. */
    private static final Pattern BUCKET_NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]");

    private static final Pattern REGION_NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");
    private static final Pattern REGIONAL_HOST =
            Pattern.compile("oss-(?!accelerate)([a-z0-9-]+?)(-internal)?\\.aliyuncs\\.com");

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        ENDPOINT,
                        Type.STRING,
                        "",
                        LambdaValidator.with(ServiceOptions::checkEndpoint, () -> "[https://]host[:port]"),
                        Importance.HIGH,
                        "Endpoint of the bucket's region, such as https://oss-cn-hangzhou.aliyuncs.com, or "
                                + "https://oss-cn-hangzhou-internal.aliyuncs.com from inside the region. Without a scheme "
                                + "https is used. Empty: that of " + REGION + " and " + NETWORK + ".",
                        GROUP,
                        1,
                        Width.LONG,
                        "Endpoint")
                .define(
                        BUCKET,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        LambdaValidator.with(ServiceOptions::checkBucket, () -> "3 to 63 of a-z, 0-9, -"),
                        Importance.HIGH,
                        "Name of the bucket that objects are written to. It must exist.",
                        GROUP,
                        2,
                        Width.MEDIUM,
                        "Bucket")
                .define(
                        REGION,
                        Type.STRING,
                        "",
                        LambdaValidator.with(ServiceOptions::checkRegion, () -> "a region such as cn-hangzhou"),
                        Importance.MEDIUM,
                        "Region of the bucket, such as cn-hangzhou; only signature V4 needs it. When it is empty it is taken "
                                + "from an endpoint like oss-cn-hangzhou.aliyuncs.com.",
                        GROUP,
                        3,
                        Width.MEDIUM,
                        "Region")
                .define(
                        NETWORK,
                        Type.STRING,
                        Choice.nameOf(Network.PUBLIC),
                        NETWORKS,
                        Importance.MEDIUM,
                        "Which endpoint of " + REGION + " is used when " + ENDPOINT
                                + " is empty. internal: from inside the region, without cost for traffic. accelerate: the "
                                + "nearest of the world, when the bucket has transfer acceleration.",
                        GROUP,
                        8,
                        Width.SHORT,
                        "Network",
                        NETWORKS)
                .define(
                        SIGNATURE_VERSION,
                        Type.STRING,
                        Choice.nameOf(Signature.AUTO),
                        SIGNATURES,
                        Importance.LOW,
                        "How requests are signed. auto: v4 when the region is known (see " + REGION
                                + "), otherwise v1. Some " + "accounts do not accept v1.",
                        GROUP,
                        4,
                        Width.SHORT,
                        "Signature version",
                        SIGNATURES)
                .define(
                        MAX_CONNECTIONS,
                        Type.INT,
                        8,
                        Range.between(1, 1000),
                        Importance.LOW,
                        "Uploads that a task has under way at most, each on a connection of its own.",
                        GROUP,
                        5,
                        Width.SHORT,
                        "Connections")
                .define(
                        CONNECT_TIMEOUT_MS,
                        Type.INT,
                        10_000,
                        Range.between(100, 600_000),
                        Importance.LOW,
                        "Longest wait for a connection to the service. An attempt that ends here is repeated.",
                        GROUP,
                        6,
                        Width.SHORT,
                        "Connect timeout (ms)")
                .define(
                        SOCKET_TIMEOUT_MS,
                        Type.INT,
                        50_000,
                        Range.between(100, 600_000),
                        Importance.LOW,
                        "Longest time that the service may be silent during a request. An attempt that ends here is repeated.",
                        GROUP,
                        7,
                        Width.SHORT,
                        "Socket timeout (ms)");
    }

    /** Checks the options against each other. */
    static void check(ConfigValues values, ConfigProblems problems) {
        Optional<String> endpoint = values.get(ENDPOINT, String.class);
        Optional<String> region = values.get(REGION, String.class);
        if (endpoint.filter(String::isEmpty).isPresent()) {
            if (region.filter(String::isEmpty).isPresent()) {
                problems.add(ENDPOINT, "set it, or " + REGION + ", which has endpoints of its own");
            }
            return;
        }
        if (values.raw().containsKey(NETWORK)) {
            problems.add(NETWORK, "is for an empty " + ENDPOINT + ", which says it otherwise; remove one of them");
        }
        boolean v4 = values.get(SIGNATURE_VERSION, String.class)
                .filter(Choice.nameOf(Signature.V4)::equals)
                .isPresent();
        if (v4 && endpoint.isPresent() && region.isPresent() && knownRegion(region.get(), endpoint.get()) == null) {
            problems.add(
                    REGION,
                    SIGNATURE_VERSION + "=v4 needs the region, and it cannot be told from the endpoint; set it, or set "
                            + SIGNATURE_VERSION + "=v1");
        }
        endpoint.map(ServiceOptions::hostOf)
                .filter(host -> values.get(BUCKET, String.class)
                        .filter(bucket -> host.startsWith(bucket + ".") && host.endsWith(".aliyuncs.com"))
                        .isPresent())
                .ifPresent(host -> problems.add(
                        ENDPOINT,
                        "is the domain of the bucket; set the endpoint of the region: "
                                + host.substring(host.indexOf('.') + 1)));
    }

    static ServiceOptions read(AbstractConfig config) {
        String configured = config.getString(ENDPOINT);
        String endpoint = configured.isEmpty()
                ? NETWORKS.parse(config.getString(NETWORK)).endpoint(plainRegion(config.getString(REGION)))
                : withScheme(configured);
        Signature signature = SIGNATURES.parse(config.getString(SIGNATURE_VERSION));
        return new ServiceOptions(
                endpoint,
                signature == Signature.V1 ? null : knownRegion(config.getString(REGION), endpoint),
                config.getString(BUCKET),
                config.getInt(MAX_CONNECTIONS),
                Duration.ofMillis(config.getInt(CONNECT_TIMEOUT_MS)),
                Duration.ofMillis(config.getInt(SOCKET_TIMEOUT_MS)));
    }

    private static @Nullable String knownRegion(String configured, String endpoint) {
        if (!configured.isEmpty()) {
            return plainRegion(configured);
        }
        Matcher regional = REGIONAL_HOST.matcher(hostOf(endpoint));
        return regional.matches() ? regional.group(1) : null;
    }

    /** The service's own pages write a region in both ways. */
    private static String plainRegion(String region) {
        return region.startsWith("oss-") ? region.substring("oss-".length()) : region;
    }

    private static String withScheme(String endpoint) {
        return endpoint.contains("://") ? endpoint : "https://" + endpoint;
    }

    private static String hostOf(String endpoint) {
        String host = URI.create(withScheme(endpoint)).getHost();
        return host == null ? "" : host.toLowerCase(Locale.ROOT);
    }

    private static void checkEndpoint(String key, @Nullable Object value) {
        if (value == null || value.toString().isEmpty()) {
            return;
        }
        URI uri;
        try {
            uri = URI.create(withScheme(value.toString()));
        } catch (IllegalArgumentException e) {
            throw badEndpoint(key, "is not a URL");
        }
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw badEndpoint(key, "must begin with https:// or http://, or with neither");
        }
        if (uri.getHost() == null || uri.getUserInfo() != null) {
            throw badEndpoint(key, "must be a host name or address, with a port if it is not the usual one");
        }
        String path = uri.getPath();
        if ((path != null && !path.isEmpty() && !path.equals("/"))
                || uri.getQuery() != null
                || uri.getFragment() != null) {
            throw badEndpoint(key, "must end after the host and port; the bucket goes into " + BUCKET);
        }
    }

    /** Without the value: a URL may hold a password. */
    private static ConfigException badEndpoint(String key, String why) {
        return new ConfigException("Invalid value for " + key + ": " + why);
    }

    private static void checkBucket(String key, @Nullable Object value) {
        if (value == null || !BUCKET_NAME.matcher(value.toString()).matches()) {
            throw new ConfigException(
                    key,
                    value,
                    "a bucket's name has 3 to 63 lower-case letters, digits and hyphens, and begins and ends with a "
                            + "letter or digit");
        }
    }

    private static void checkRegion(String key, @Nullable Object value) {
        String region = value == null ? "" : value.toString();
        if (!region.isEmpty() && !REGION_NAME.matcher(region).matches()) {
            throw new ConfigException(key, value, "must be the id of a region, such as cn-hangzhou");
        }
    }
}
