package dev.sluice.core.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * The topic of {@code runtime.error.mode=kafka}.
 *
 * @param bootstrapServers of its cluster, which may be another one than the worker's
 * @param topic a legal name, and none that the connector reads
 * @param createTopic whether a missing topic is created
 * @param partitions of a topic that is created; 1 to 10,000
 * @param replicationFactor of a topic that is created; -1 is the broker's default
 * @param producer settings as they were written; holds secrets, so it is never logged
 */
public record ErrorTopicOptions(
        String bootstrapServers,
        String topic,
        boolean createTopic,
        int partitions,
        short replicationFactor,
        Map<String, Object> producer) {
    /** Key: where the topic's cluster is; needed, no default. */
    public static final String BOOTSTRAP_SERVERS = "runtime.error.bootstrap.servers";
    /**
     * Key: the topic; needed, no default. Up to 249 letters, digits, dots, hyphens and underscores, as Kafka allows.
     */
    public static final String TOPIC_NAME = "runtime.error.topic.name";
    /** Key: {@code auto}, the default, or {@code manual}. */
    public static final String TOPIC_CREATE = "runtime.error.topic.create";
    /** Key: partitions of a topic that is created; 6 by default. */
    public static final String TOPIC_PARTITIONS = "runtime.error.topic.partitions";
    /** Key: replicas of a topic that is created; -1 by default, which leaves it to the brokers. */
    public static final String TOPIC_REPLICATION_FACTOR = "runtime.error.topic.replication.factor";
    /** What the producer's own settings are written behind, those for SASL and SSL included. */
    public static final String PRODUCER_PREFIX = "runtime.error.producer.";

    /** What the promise that no report is lost rests on. */
    private static final Set<String> FIXED = Set.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);

    private static final Pattern LEGAL_TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    private enum Creation {
        AUTO,
        MANUAL
    }

    private static final Choice<Creation> CREATIONS = Choice.of(Creation.class);

    static ConfigDef define(ConfigDef def) {
        String group = ToleranceOptions.GROUP;
        return def.define(
                        BOOTSTRAP_SERVERS,
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "Kafka cluster of " + TOPIC_NAME
                                + ", as host:port,…; needed with runtime.error.mode=kafka. Settings of "
                                + "the producer, also for SASL and SSL, go behind " + PRODUCER_PREFIX + ", for example "
                                + PRODUCER_PREFIX + "security.protocol.",
                        group,
                        3,
                        Width.LONG,
                        "Error topic's cluster")
                .define(
                        TOPIC_NAME,
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "Topic that bad records go to, with their own key, value and headers; needed with "
                                + "runtime.error.mode=kafka.",
                        group,
                        4,
                        Width.MEDIUM,
                        "Error topic")
                .define(
                        TOPIC_CREATE,
                        Type.STRING,
                        "auto",
                        CREATIONS,
                        Importance.LOW,
                        "auto: the error topic is created at start when it is missing. manual: then the task does not start.",
                        group,
                        5,
                        Width.SHORT,
                        "Create error topic",
                        CREATIONS)
                .define(
                        TOPIC_PARTITIONS,
                        Type.INT,
                        6,
                        Range.between(1, 10_000),
                        Importance.LOW,
                        "Partitions of an error topic that is created.",
                        group,
                        6,
                        Width.SHORT,
                        "Error topic's partitions")
                .define(
                        TOPIC_REPLICATION_FACTOR,
                        Type.SHORT,
                        (short) -1,
                        Range.between(-1, 1000),
                        Importance.LOW,
                        "Replicas of an error topic that is created; -1 is the default of the brokers.",
                        group,
                        7,
                        Width.SHORT,
                        "Error topic's replicas");
    }

    /** Only with {@code runtime.error.mode=kafka}: the keys may be there and count for nothing otherwise. */
    static void check(ConfigValues values, ConfigProblems problems) {
        for (String key : List.of(BOOTSTRAP_SERVERS, TOPIC_NAME)) {
            if (values.get(key, String.class).orElse("").isBlank()) {
                problems.add(key, "runtime.error.mode=kafka needs it; set it, or choose another runtime.error.mode");
            }
        }
        String topic = values.get(TOPIC_NAME, String.class).orElse("");
        if (!topic.isBlank() && !LEGAL_TOPIC.matcher(topic).matches()) {
            problems.add(TOPIC_NAME, "is not the name of a topic: use up to 249 letters, digits, dots, - and _");
        } else if (reads(values.raw(), topic)) {
            problems.add(
                    TOPIC_NAME, "is read by this connector, so every report would be read again; choose another topic");
        }
        checkProducer(values.raw(), problems);
    }

    private static boolean reads(Map<String, String> raw, String topic) {
        boolean named = Arrays.stream(raw.getOrDefault("topics", "").split(","))
                .anyMatch(t -> t.trim().equals(topic));
        try {
            String regex = raw.getOrDefault("topics.regex", "");
            return !topic.isBlank() && (named || (!regex.isBlank() && topic.matches(regex)));
        } catch (PatternSyntaxException e) {
            return false; // Connect reports it
        }
    }

    private static void checkProducer(Map<String, String> raw, ConfigProblems problems) {
        Map<String, String> settings = new HashMap<>();
        raw.forEach((key, value) -> {
            if (key.startsWith(PRODUCER_PREFIX)) {
                settings.put(key.substring(PRODUCER_PREFIX.length()), value);
            }
        });
        settings.keySet().stream()
                .filter(FIXED::contains)
                .forEach(name ->
                        problems.add(PRODUCER_PREFIX + name, "cannot be changed: reports would be lost or unreadable"));
        ProducerConfig.configDef().validateAll(settings).forEach((name, value) -> {
            if (settings.containsKey(name) && !FIXED.contains(name)) {
                value.errorMessages().forEach(message -> problems.add(PRODUCER_PREFIX + name, message));
            }
        });
    }

    /**
     * Reads the group once, for a task that starts.
     *
     * @param config one that passed {@link ToleranceOptions#check} with {@code runtime.error.mode=kafka}
     * @return the options with their defaults
     */
    public static ErrorTopicOptions read(AbstractConfig config) {
        return new ErrorTopicOptions(
                config.getString(BOOTSTRAP_SERVERS),
                config.getString(TOPIC_NAME),
                CREATIONS.parse(config.getString(TOPIC_CREATE)) == Creation.AUTO,
                config.getInt(TOPIC_PARTITIONS),
                config.getShort(TOPIC_REPLICATION_FACTOR),
                config.originalsWithPrefix(PRODUCER_PREFIX));
    }

    /** Without the producer's settings: they hold secrets. */
    @Override
    public String toString() {
        return topic;
    }
}
