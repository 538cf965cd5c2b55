package dev.sluice.core.tolerance;

import dev.sluice.core.config.ErrorTopicOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.connect.errors.ConnectException;

/** Sees to it that the error topic is there before the first record. Blocks; for the start of a task. */
final class ErrorTopic {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private ErrorTopic() {}

    /** @throws ConnectException when it is missing and may not or cannot be created, or nobody answers */
    static void prepare(ErrorTopicOptions options, String clientId) {
        Map<String, Object> config = new HashMap<>(options.producer());
        config.keySet().retainAll(AdminClientConfig.configNames());
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, options.bootstrapServers());
        config.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId);
        Admin admin = Admin.create(config);
        try {
            if (!exists(admin, options.topic())) {
                create(admin, options);
            }
        } catch (TimeoutException e) {
            throw unreachable(options, e);
        } catch (ExecutionException e) {
            throw unreachable(options, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(options, e);
        } finally {
            admin.close(CLOSE_TIMEOUT);
        }
    }

    private static boolean exists(Admin admin, String topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            admin.describeTopics(List.of(topic)).allTopicNames().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    private static void create(Admin admin, ErrorTopicOptions options)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (!options.createTopic()) {
            throw new ConnectException("The topic " + options.topic() + " of " + ErrorTopicOptions.TOPIC_NAME
                    + " does not exist. Create it, with " + options.partitions() + " partitions say, or set "
                    + ErrorTopicOptions.TOPIC_CREATE + "=auto.");
        }
        NewTopic topic = new NewTopic(
                options.topic(),
                Optional.of(options.partitions()),
                options.replicationFactor() < 1 ? Optional.empty() : Optional.of(options.replicationFactor()));
        try {
            admin.createTopics(List.of(topic)).all().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            // Another task was faster.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    static ConnectException unreachable(ErrorTopicOptions options, Throwable cause) {
        return new ConnectException(
                "Cannot use the topic " + options.topic() + " of " + ErrorTopicOptions.TOPIC_NAME + " at "
                        + options.bootstrapServers() + ". Check " + ErrorTopicOptions.BOOTSTRAP_SERVERS
                        + ", the permissions, and the settings behind " + ErrorTopicOptions.PRODUCER_PREFIX + ".",
                cause);
    }
}
