package dev.sluice.oss;

import dev.sluice.core.failure.Failure;
import dev.sluice.oss.commit.CommitLogs;
import dev.sluice.oss.commit.CommittedObject;
import dev.sluice.oss.commit.LogNames;
import dev.sluice.oss.commit.LogReader;
import dev.sluice.oss.commit.LogStore.Tail;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Where the commit logs of a connector are, and what is done with them besides writing. Any thread; blocks. */
final class ExactlyOnce {
    /** Written at each start, so that a bucket which takes no appends is known before there is data. */
    private static final String CHECK = "check";

    private final ObjectStore store;
    /** The logs of all connectors that write below this prefix. */
    private final String all;
    /** The logs of this connector. */
    private final String directory;

    private final String connector;

    ExactlyOnce(ObjectStore store, LayoutOptions layout, String connector) {
        this.store = store;
        this.connector = connector;
        // Slashes, whatever delimits directories: names have none, so that no two logs can have the same key.
        this.all = layout.prefix() + LogNames.DIRECTORY + "/";
        this.directory = all + KeyText.escaped(connector, KeyText.LONGEST_TOPIC) + "/";
    }

    LogNames names(TopicPartition partition) {
        return new LogNames(
                directory + KeyText.escaped(partition.topic(), KeyText.LONGEST_TOPIC) + "/" + partition.partition());
    }

    /**
     * Appends a line to an object that is there for it, and reads it back.
     *
     * @throws ConnectException when the bucket is not fit, with what to choose; a service that cannot be reached is none of that
     */
    void check(InstantSource clock) {
        String key = new LogNames(directory + CHECK).key(0);
        byte[] line = ("{\"time\":\"" + clock.instant() + "\"}\n").getBytes(StandardCharsets.UTF_8);
        try {
            Tail tail = store.tail(key, 1);
            long end = tail == null ? 0 : tail.length();
            if (tail == null && store.append(key, 0, line)) {
                // A retention policy lets an object be made, and refuses what is appended to it afterwards.
                end = line.length;
            }
            // Refused means that another task was faster, which proves as much.
            store.append(key, end, line);
            if (store.tail(key, 1) == null) {
                throw new ConnectException("The bucket took " + key + " and does not have it; " + otherwise());
            }
        } catch (ConnectException e) {
            throw e;
        } catch (RuntimeException e) {
            Failure failure = new OssFailures().classify(e);
            if (!failure.isRetriable()) {
                throw new ConnectException(
                        "Nothing can be appended to " + key + ", which " + DeliveryOptions.GUARANTEE
                                + "=exactly_once needs: " + failure.describe() + ". " + otherwise(),
                        e);
            }
        }
    }

    private static String otherwise() {
        return "It takes the permissions oss:PutObject and oss:GetObject, and a bucket without retention policy that is not "
                + "encrypted with a key of your own. Choose such a bucket, or " + DeliveryOptions.GUARANTEE
                + "=at_least_once";
    }

    /**
     * Uploads that some log of any connector below the prefix names, and that may have to be published yet. Needs the
     * permission oss:ListObjects.
     */
    Set<String> committedUploads() {
        Set<String> uploads = new HashSet<>();
        LogReader reader = new LogReader(store);
        for (String key : store.keys(all)) {
            LogNames names = LogNames.ofFirst(key);
            if (names != null) {
                for (CommittedObject object : reader.unpublished(names)) {
                    uploads.add(object.object().uploadId());
                }
            }
        }
        return uploads;
    }

    /**
     * The partitions of these topics that a task ever had, all to be reset: from 0 to the first one without a log. For when
     * Connect names none, because Kafka has no offsets: a topic that was deleted took them with it.
     */
    Map<TopicPartition, @Nullable Long> all(Collection<String> topics) {
        Map<TopicPartition, @Nullable Long> partitions = new HashMap<>();
        for (String topic : topics) {
            TopicPartition partition = new TopicPartition(topic, 0);
            while (store.tail(names(partition).key(0), 1) != null) {
                partitions.put(partition, null);
                partition = new TopicPartition(topic, partition.partition() + 1);
            }
        }
        return partitions;
    }

    /** Makes partitions begin at these offsets; null for where Kafka says. */
    void reset(Map<TopicPartition, @Nullable Long> offsets, InstantSource clock, RandomGenerator random) {
        offsets.forEach((partition, offset) -> {
            try {
                CommitLogs.reset(store, names(partition), connector, offset == null ? -1 : offset, clock, random);
            } catch (RuntimeException e) {
                throw new ConnectException(
                        "The commit log of " + partition + " could not be set to another offset: "
                                + new OssFailures().classify(e).describe(),
                        e);
            }
        });
    }
}
