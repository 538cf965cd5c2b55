package dev.sluice.oss;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.benchmarks.OssProcess;
import dev.sluice.benchmarks.SideBySide;
import dev.sluice.testkit.harness.SinkTaskHarness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;

/**
 * What {@code delivery.guarantee=exactly_once} costs against {@code at_least_once}: time and processor time of a record,
 * requests of an object, and how long its last record waits until Kafka's offset may move. The emulator answers each request
 * after the stated time; what appending or completing really takes in the service is not in it.
 *
 * <pre>
 * mvn -q -B -DskipTests -pl benchmarks -am package
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' dev.sluice.oss.DeliveryCost
 * </pre>
 */
public final class DeliveryCost {
    private static final String VALUE = "x".repeat(1000);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 7;

    private DeliveryCost() {}

    /** How records become objects, and how many records a round has. */
    private record Shape(String name, int paths, int recordsAnObject, int records, int connections) {
        Map<String, String> options() {
            Map<String, String> options = new HashMap<>(
                    Map.of("flush.size", Integer.toString(recordsAnObject), "rotate.schedule.interval.ms", "-1"));
            options.put("oss.max.connections", Integer.toString(connections));
            options.put("max.in.flight.requests", Integer.toString(connections));
            if (paths > 1) {
                options.putAll(Map.of("partitioner.class", "field", "partition.field.name", "key"));
            }
            return options;
        }
    }

    public static void main(String[] args) {
        List<Shape> shapes = List.of(
                new Shape("objects of 1,000 records of 1 KB", 1, 1000, 20_000, 8),
                new Shape("objects of 20,000 records of 1 KB, in parts", 1, 20_000, 40_000, 8),
                new Shape("200 paths whose objects of 100 records of 1 KB end together", 200, 100, 20_000, 8),
                new Shape("the same with 64 requests at a time", 200, 100, 20_000, 64));
        for (int latency : new int[] {0, 10, 50}) {
            try (OssProcess store = new OssProcess()) {
                for (Shape shape : shapes) {
                    delay(store, latency);
                    List<SideBySide.Alternative> both =
                            List.of(new Sink(store, shape, "at_least_once"), new Sink(store, shape, "exactly_once"));
                    ask(store, "DELETE", "calls", "");
                    SideBySide.compare(
                            "a record in " + shape.name() + ", requests take " + latency + " ms",
                            WARM_UP,
                            ROUNDS,
                            both);
                    both.forEach(sink -> ((Sink) sink).say());
                }
            }
        }
    }

    private static void delay(OssProcess store, int millis) {
        ask(store, "DELETE", "faults", "");
        if (millis > 0) {
            ask(
                    store,
                    "POST",
                    "faults",
                    "{\"fault\":\"delay\",\"ms\":" + millis + ",\"operation\":\"*\",\"probability\":1.0,\"seed\":1}");
        }
    }

    private static String ask(OssProcess store, String method, String what, String body) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(store.config().get("oss.endpoint") + "/_sluice/" + what))
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(method + " " + what + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static final class Sink implements SideBySide.Alternative {
        private final OssProcess store;
        private final Shape shape;
        private final String guarantee;
        private final TopicPartition partition;
        private final ObjectName bean;
        private final SinkTaskHarness harness =
                SinkTaskHarness.ofEach(OssSinkTask::new).maxPollRecords(500);
        private final double[] waited = new double[ROUNDS];
        private final Map<String, Integer> requests = new TreeMap<>();
        private int rounds = -WARM_UP;

        Sink(OssProcess store, Shape shape, String guarantee) {
            this.store = store;
            this.shape = shape;
            this.guarantee = guarantee;
            String name = String.join(
                    "-",
                    guarantee,
                    Integer.toString(shape.paths()),
                    Integer.toString(shape.recordsAnObject()),
                    Integer.toString(shape.connections()));
            this.partition = new TopicPartition(name, 0);
            Map<String, String> config = new HashMap<>(store.config());
            config.putAll(Map.of("name", name, "topics", name, "delivery.guarantee", guarantee));
            config.putAll(shape.options());
            harness.start(config);
            harness.assign(partition);
            try {
                this.bean = new ObjectName("dev.sluice:type=sink-task,connector=\"" + name + "\",task=0");
            } catch (JMException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String name() {
            return guarantee;
        }

        @Override
        public long round() {
            for (int i = 0; i < shape.records(); i++) {
                harness.produce(
                        partition, Schema.STRING_SCHEMA, "path-" + i % shape.paths(), Schema.STRING_SCHEMA, VALUE);
            }
            long end = harness.end(partition);
            harness.pollUntil(() -> harness.position(partition) == end, PATIENCE);
            long begin = System.nanoTime();
            harness.pollUntil(() -> pending() == 0, PATIENCE);
            double millis = (System.nanoTime() - begin) / 1e6;
            // As a worker does once a minute.
            harness.commit();
            if (harness.committed(partition) != end) {
                throw new IllegalStateException("not everything is stored: " + harness.committed(partition));
            }
            if (rounds >= 0) {
                waited[rounds] = millis;
            }
            rounds++;
            return shape.records();
        }

        private long pending() {
            try {
                return ((Number) ManagementFactory.getPlatformMBeanServer().getAttribute(bean, "RecordsPending"))
                        .longValue();
            } catch (JMException e) {
                throw new IllegalStateException(e);
            }
        }

        private void count() {
            try {
                for (JsonNode call : new ObjectMapper()
                        .readTree(ask(store, "GET", "calls", ""))
                        .path("calls")) {
                    if (call.path("resource").asText().contains(partition.topic())) {
                        requests.merge(call.path("operation").asText(), 1, Integer::sum);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void say() {
            count();
            double objects = (double) (WARM_UP + ROUNDS) * shape.records() / shape.recordsAnObject();
            Arrays.sort(waited);
            System.out.printf(
                    "  %-15s last record waits %6.1f ms; requests of an object %5.2f:",
                    guarantee,
                    waited[ROUNDS / 2],
                    requests.values().stream().mapToInt(Integer::intValue).sum() / objects);
            requests.forEach((operation, count) -> System.out.printf(" %s %.2f", operation, count / objects));
            System.out.println();
            harness.close();
        }
    }
}
