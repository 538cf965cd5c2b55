package dev.sluice.oss;

import dev.sluice.oss.commit.LogException;
import dev.sluice.oss.commit.LogListing;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The commit logs of one connector with {@code delivery.guarantee=exactly_once}, for people and tools that read them: which
 * objects are published, and what is in them. Changes nothing. Blocks; any thread.
 */
public final class ConnectorLogs implements AutoCloseable {
    private final ObjectStore store;
    private final ExactlyOnce logs;
    private final LogListing listing;

    private ConnectorLogs(ObjectStore store, ExactlyOnce logs) {
        this.store = store;
        this.logs = logs;
        this.listing = new LogListing(store);
    }

    /**
     * Connects as the connector does.
     *
     * @param config the connector's, its {@code name} included; nothing in it may stand for something that a worker fills in
     * @param clock what time it is, to sign requests
     * @throws ConfigException when the config names no bucket, or has a value that cannot be
     */
    public static ConnectorLogs open(Map<String, String> config, InstantSource clock) {
        Map<String, String> translated = OtherConnectors.translate(config).config();
        String connector = translated.getOrDefault("name", "");
        if (connector.isEmpty()) {
            throw new ConfigException("the config has no \"name\", which the logs are found by");
        }
        OssOptions options = OssOptions.read(translated);
        ObjectStore store = OssObjectStore.open(options, clock, connector + "-log");
        return new ConnectorLogs(store, new ExactlyOnce(store, options.layout(), connector));
    }

    /**
     * Where the log of a partition begins; the key of what it goes on in has a number more.
     *
     * @param partition by origin
     * @return a key, whether there is an object or not
     */
    public String key(TopicPartition partition) {
        return logs.names(partition).key(0);
    }

    /**
     * Tells the log of a partition from its latest snapshot on, which says what all before adds up to.
     *
     * @param partition by origin
     * @param visitor called in this thread
     * @return false when there is no such log
     * @throws ConnectException when it cannot be read
     */
    public boolean recent(TopicPartition partition, LogListing.Visitor visitor) {
        return explained(partition, () -> listing.recent(logs.names(partition), visitor));
    }

    /**
     * Tells the whole log of a partition.
     *
     * @param partition by origin
     * @param visitor called in this thread
     * @return false when there is no such log
     * @throws ConnectException when it cannot be read
     */
    public boolean all(TopicPartition partition, LogListing.Visitor visitor) {
        return explained(partition, () -> listing.all(logs.names(partition), visitor));
    }

    private boolean explained(TopicPartition partition, BooleanSupplier read) {
        try {
            return read.getAsBoolean();
        } catch (LogException e) {
            throw new ConnectException(key(partition) + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new ConnectException(
                    key(partition) + " cannot be read: "
                            + new OssFailures().classify(e).describe(),
                    e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
