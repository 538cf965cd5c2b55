package dev.sluice.core.tolerance;

import dev.sluice.core.config.ErrorTopicOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Sends errant records to a topic: their own bytes of key, value and headers, and what was wrong as more headers. A report
 * counts only when all in-sync replicas have it; one that is not there within {@code delivery.timeout.ms} fails the task.
 *
 * <p>The producer has one daemon thread of its own, which ends in {@link #close}.
 */
public final class KafkaErrorReporter implements ErrorReporter {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    /** A send that waits for anything longer fails: the task thread is not for waiting. */
    private static final int MAX_BLOCK_MS = 1000;
    /** How often to wait that long for the topic's metadata at start. */
    private static final int START_ATTEMPTS = 30;
    /** What the producer knows of the topic is never forgotten for want of use, or a later send would have to ask again. */
    private static final long NEVER_IDLE_MS = Duration.ofDays(3650).toMillis();

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final ErrorHeaders headers;

    KafkaErrorReporter(Producer<byte[], byte[]> producer, String topic, ErrorHeaders headers) {
        this.producer = producer;
        this.topic = topic;
        this.headers = headers;
    }

    /**
     * Creates the topic where that is asked for, and connects. Blocks for half a minute or so at worst.
     *
     * @param options which topic, and the producer's settings
     * @param connector its name; in the client's id and in a header of each report
     * @param task its number; as the connector's name
     * @return connected; to be closed by the caller
     * @throws ConnectException when the topic is missing or cannot be reached, with what to change
     */
    public static KafkaErrorReporter open(ErrorTopicOptions options, String connector, int task) {
        String clientId = "sluice-errors-" + connector + "-" + task;
        try {
            ErrorTopic.prepare(options, clientId + "-admin");
            KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    producerConfig(options, clientId), new ByteArraySerializer(), new ByteArraySerializer());
            try {
                awaitMetadata(producer, options.topic());
            } catch (KafkaException e) {
                producer.close(Duration.ZERO);
                throw e;
            }
            return new KafkaErrorReporter(producer, options.topic(), new ErrorHeaders(connector, task));
        } catch (ConnectException e) {
            throw e;
        } catch (KafkaException e) {
            throw ErrorTopic.unreachable(options, e);
        }
    }

    static Map<String, Object> producerConfig(ErrorTopicOptions options, String clientId) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, NEVER_IDLE_MS);
        config.putAll(options.producer());
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, options.bootstrapServers());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return config;
    }

    private static void awaitMetadata(Producer<byte[], byte[]> producer, String topic) {
        for (int attempt = 1; ; attempt++) {
            try {
                var unused = producer.partitionsFor(topic);
                return;
            } catch (TimeoutException e) {
                if (attempt == START_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    @Override
    public Future<?> report(ErrantRecord errant) {
        OriginalRecord original = OriginalRecord.of(errant.record());
        headers.add(original.headers, errant, original.encoding);
        // Without the record's own timestamp: retention would delete an old record at once. It is in a header.
        return producer.send(new ProducerRecord<>(topic, null, null, original.key, original.value, original.headers));
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
