package dev.sluice.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.harness.SinkTaskHarness;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;

/** One sink in a harness, and the records that were produced for it. */
final class Run implements AutoCloseable {
    static final TopicPartition P0 = new TopicPartition("conformance", 0);
    static final TopicPartition P1 = new TopicPartition("conformance", 1);
    /** The name of the connector, quoted in the name of its bean. */
    static final String CONNECTOR = "conformance";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final SinkUnderTest sink;
    final SinkTaskHarness harness;
    private final Map<String, String> config;
    private final CallLog calls = new CallLog();
    private final Duration patience;
    private final Map<TopicPartition, List<Stored>> produced = new HashMap<>();
    private int number;
    private boolean closed;

    Run(SinkUnderTest sink) {
        this(sink, PATIENCE);
    }

    /** @param patience real time that something which is going to happen may take */
    Run(SinkUnderTest sink, Duration patience) {
        this.sink = sink;
        this.patience = patience;
        this.harness = SinkTaskHarness.of(WatchedSink.of(sink.definition(), calls));
        this.config = new HashMap<>(sink.config());
        config.putAll(Map.of(
                "name", CONNECTOR, "retry.backoff.ms", "1", "retry.backoff.max.ms", "10", "drain.timeout.ms", "50"));
        // Longer than a stall, and short enough that a request whose answer a client loses is repeated in time.
        config.put("write.timeout.ms", "20000");
    }

    Run with(String option, String value) {
        config.put(option, value);
        return this;
    }

    /** Starts a task with these partitions. */
    Run start(TopicPartition... partitions) {
        harness.start(config);
        harness.assign(partitions);
        return this;
    }

    /** Produces a record with a key of its own. */
    Stored produce(TopicPartition partition) {
        return produce(partition, "k" + number, "");
    }

    Stored produce(TopicPartition partition, String key, String padding) {
        Stored stored = new Stored(key, "v" + number++ + padding);
        append(partition, sink.payload(stored.key(), stored.value()));
        produced.computeIfAbsent(partition, p -> new ArrayList<>()).add(stored);
        return stored;
    }

    void produce(TopicPartition partition, int records) {
        for (int i = 0; i < records; i++) {
            produce(partition);
        }
    }

    /** Produces a record that can never be stored. */
    SinkRecord produceBad(TopicPartition partition, String text) {
        String key = "bad" + number++;
        SinkRecord record = append(partition, sink.badPayload(key, text));
        produced.computeIfAbsent(partition, p -> new ArrayList<>()).add(new Stored(key, text));
        return record;
    }

    private SinkRecord append(TopicPartition partition, Payload payload) {
        return harness.produce(partition, payload.keySchema(), payload.key(), payload.valueSchema(), payload.value());
    }

    /** What was produced to the partition before this offset. */
    List<Stored> produced(TopicPartition partition, long before) {
        List<Stored> all = produced.getOrDefault(partition, List.of());
        return List.copyOf(all.subList(0, Math.toIntExact(Math.min(before, all.size()))));
    }

    List<Stored> produced(TopicPartition partition) {
        return produced(partition, Long.MAX_VALUE);
    }

    Set<Stored> stored() {
        return new HashSet<>(sink.stored());
    }

    /** Polls, and lets as much time pass as the sink keeps a record waiting for others. */
    void send() {
        harness.poll();
        harness.advance(sink.settlesWithin());
    }

    /** Polls, commits and lets time pass until all that was produced to these partitions is committed. */
    void settle(TopicPartition... partitions) {
        send();
        pollUntil("everything is committed", () -> {
            harness.commit();
            return isCommitted(List.of(partitions));
        });
    }

    /** Polls until the task has taken so many records; a sink that asks its destination first takes none at once. */
    void takeIn(int records) {
        pollUntil("records are taken", () -> metric("RecordsAccepted") >= records);
    }

    private boolean isCommitted(Collection<TopicPartition> partitions) {
        return partitions.stream().allMatch(p -> harness.committed(p) == harness.end(p));
    }

    /**
     * Polls until it is so.
     *
     * @throws AssertionError when it is not so in time, with all that may tell why
     */
    void pollUntil(String what, BooleanSupplier condition) {
        try {
            harness.pollUntil(condition, patience);
        } catch (AssertionError e) {
            throw new AssertionError("not so within " + patience + ": " + what + "\n" + state(), e);
        }
    }

    /** How far the task is and what it waits for, line by line. */
    private String state() {
        List<String> lines = new ArrayList<>();
        Set<TopicPartition> assigned = harness.assignment();
        produced.keySet().stream()
                .sorted(Comparator.comparing(TopicPartition::toString))
                .forEach(p -> lines.add(p
                        + ": committed " + harness.committed(p) + " of " + harness.end(p)
                        + (assigned.contains(p) ? ", read up to " + harness.position(p) : ", not assigned")
                        + (harness.paused().contains(p) ? ", paused" : "")));
        lines.add("task: " + metrics());
        lines.add(calls.describe(harness.clock().instant()));
        lines.add("worker's warnings: " + harness.warnings());
        if (calls.hasUnanswered()) {
            lines.add(Threads.describe());
        }
        return String.join("\n", lines);
    }

    /** What is not zero of all that JMX says of the running task. */
    private String metrics() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            String[] names = Stream.of(server.getMBeanInfo(bean()).getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .toArray(String[]::new);
            return server.getAttributes(bean(), names).asList().stream()
                    .filter(attribute -> attribute.getValue() instanceof Number number && number.doubleValue() != 0)
                    .map(Attribute::toString)
                    .collect(Collectors.joining(", "));
        } catch (JMException e) {
            return "not to be seen in JMX, " + e;
        }
    }

    /** Polls a few times and commits, for what has to be seen when nothing more will happen. */
    void pollAndCommit(int times) {
        for (int i = 0; i < times; i++) {
            harness.advance(Duration.ofMillis(5));
            harness.commit();
        }
    }

    /** Polls until the task fails, and gives what it threw. */
    ConnectException failure() {
        return failureIfAny().orElseThrow(() -> new AssertionError("the task did not fail\n" + state()));
    }

    /** Polls until the task fails or has committed everything. */
    Optional<ConnectException> failureIfAny() {
        try {
            send();
            pollUntil("the task fails or everything is committed", () -> {
                harness.commit();
                return isCommitted(harness.assignment());
            });
            return Optional.empty();
        } catch (ConnectException e) {
            return Optional.of(e);
        }
    }

    /** Every record below the committed offset is stored. */
    void nothingUnstoredIsCommitted(TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            long committed = harness.committed(partition);
            if (committed > 0) {
                assertThat(stored())
                        .as("stored, because offset %s of %s is committed", committed, partition)
                        .containsAll(produced(partition, committed));
            }
        }
    }

    /** What JMX says of the running task. */
    long metric(String name) {
        try {
            return (Long) ManagementFactory.getPlatformMBeanServer().getAttribute(bean(), name);
        } catch (JMException e) {
            throw new AssertionError("the task shows no " + name + " in JMX", e);
        }
    }

    static ObjectName bean() throws JMException {
        return new ObjectName("dev.sluice:type=sink-task,connector=" + ObjectName.quote(CONNECTOR) + ",task=0");
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        sink.release();
        harness.close();
        sink.close();
    }
}
