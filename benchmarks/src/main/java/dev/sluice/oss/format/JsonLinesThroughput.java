package dev.sluice.oss.format;

import com.aliyun.oss.OSS;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.benchmarks.OssProcess;
import dev.sluice.benchmarks.SideBySide;
import dev.sluice.oss.OssSinkTask;
import dev.sluice.testkit.harness.SinkTaskHarness;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Lines of JSON of 1 KB into a bucket, by the whole task, and by a bare loop that hands the same ten fields to Jackson and
 * each full object to the service's client on a second thread. The promise is 80 % of its speed, so at most 1.25 times. The
 * processor time is this process's, without the emulator.
 *
 * <pre>
 * mvn -q -B -DskipTests -pl benchmarks -am package
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' dev.sluice.oss.format.JsonLinesThroughput
 * </pre>
 */
public final class JsonLinesThroughput {
    private static final int RECORDS = 50_000;
    private static final int AN_OBJECT = 5000;
    private static final int TEXT = 215;
    private static final TopicPartition ONE = new TopicPartition("t", 0);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private JsonLinesThroughput() {}

    public static void main(String[] args) {
        List<SinkRecord> records = Rows.records(RECORDS, TEXT);
        try (OssProcess service = new OssProcess();
                BareLoop bare = new BareLoop(service, records)) {
            SideBySide.compare("a line of 1 KB into a bucket", 4, 11, List.of(bare, new Sink(service, records)));
        }
        System.exit(0); // The client's threads are no daemons.
    }

    private static final class BareLoop implements SideBySide.Alternative, AutoCloseable {
        private final OSS client;
        private final List<SinkRecord> records;
        private final JsonFactory factory = new JsonFactory();
        private final ExecutorService uploads = Executors.newSingleThreadExecutor();

        BareLoop(OssProcess service, List<SinkRecord> records) {
            this.client = service.client();
            this.records = records;
        }

        @Override
        public String name() {
            return "bare loop of Jackson and the client";
        }

        @Override
        public long round() {
            try {
                Future<?> last = null;
                for (int first = 0; first < records.size(); first += AN_OBJECT) {
                    byte[] object = encode(records.subList(first, first + AN_OBJECT));
                    if (last != null) {
                        last.get();
                    }
                    String key = "bare/" + first + ".jsonl";
                    last = uploads.submit(
                            () -> client.putObject(OssProcess.BUCKET, key, new ByteArrayInputStream(object)));
                }
                if (last != null) {
                    last.get();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
            return records.size();
        }

        private byte[] encode(List<SinkRecord> lines) throws IOException {
            ByteArrayOutputStream object = new ByteArrayOutputStream(AN_OBJECT * 1100);
            try (JsonGenerator json = factory.createGenerator(object)) {
                json.setRootValueSeparator(null);
                for (SinkRecord record : lines) {
                    Struct value = (Struct) record.value();
                    json.writeStartObject();
                    for (int i = 0; i < 4; i++) {
                        json.writeStringField("s" + i, value.getString("s" + i));
                    }
                    for (int i = 0; i < 3; i++) {
                        json.writeNumberField("i" + i, value.getInt64("i" + i));
                    }
                    Long optional = value.getInt64("o");
                    if (optional == null) {
                        json.writeNullField("o");
                    } else {
                        json.writeNumberField("o", optional);
                    }
                    json.writeNumberField("d", value.getFloat64("d"));
                    json.writeBooleanField("b", value.getBoolean("b"));
                    json.writeEndObject();
                    json.writeRaw('\n');
                }
            }
            return object.toByteArray();
        }

        @Override
        public void close() {
            uploads.shutdownNow();
            client.shutdown();
        }
    }

    private static final class Sink implements SideBySide.Alternative {
        private final SinkTaskHarness worker = SinkTaskHarness.of(new OssSinkTask());
        private final List<SinkRecord> records;

        Sink(OssProcess service, List<SinkRecord> records) {
            this.records = records;
            Map<String, String> config = new HashMap<>(service.config());
            config.putAll(Map.of(
                    "name", "bench",
                    "topics", "t",
                    "format", "jsonl",
                    "flush.size", Integer.toString(AN_OBJECT),
                    "rotate.schedule.interval.ms", "-1"));
            worker.start(config);
            for (SinkRecord record : records) {
                worker.produce(ONE, null, null, record.valueSchema(), record.value());
            }
            worker.assign(ONE);
        }

        @Override
        public String name() {
            return "the sink";
        }

        /** Reads the partition again from its beginning, and stores it under the same keys. */
        @Override
        public long round() {
            worker.seek(ONE, 0);
            do {
                worker.poll();
            } while (worker.position(ONE) < records.size());
            worker.pollUntil(
                    () -> {
                        worker.commit();
                        return worker.committed(ONE) == records.size();
                    },
                    PATIENCE);
            return records.size();
        }
    }
}
