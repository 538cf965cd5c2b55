package dev.sluice.oss;

import static dev.sluice.oss.Records.TIME;
import static dev.sluice.oss.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.OSS;
import dev.sluice.core.batch.BatchTrigger;
import dev.sluice.core.batch.Entry;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.core.write.WriteResult;
import dev.sluice.oss.format.FormatOptions;
import dev.sluice.oss.format.RecordFormat;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.harness.SinkTaskHarness;
import dev.sluice.testkit.oss.OssEmulator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Values that are too long have objects of their own, which are there before anything names them. */
class StoredApartTest {
    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final String LONG = "long 汉 ".repeat(40);
    private static final byte[] LONG_UTF8 = LONG.getBytes(StandardCharsets.UTF_8);
    private static final Schema SCHEMA =
            SchemaBuilder.struct().field("text", Schema.STRING_SCHEMA).build();

    private final MemoryBudget budget = new MemoryBudget(1 << 20);

    private static FormatOptions options(String format, String... more) {
        Map<String, String> config =
                Records.config("format", format, "value.overflow", "side_object", "value.max.bytes", "100");
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return OssOptions.read(config).format();
    }

    private static Entry<SinkRecord> entry(SinkRecord record, FormatOptions options, RecordFormat format) {
        Mapping.Mapped<SinkRecord> mapped = (Mapping.Mapped<SinkRecord>)
                new OssRecordMapper(options.nullValues(), Records.names(), format, options.longValues()).map(record);
        return new Entry<>(mapped.value(), mapped.batchKey(), null, 0, 0, record, RecordOrigin.of(record));
    }

    private ObjectBatch object(Uploads uploads, FormatOptions options, SinkRecord... records) {
        RecordFormat format = options.open();
        Entry<SinkRecord> first = entry(records[0], options, format);
        ObjectBatch object =
                new ObjectBatch((ObjectPath) first.batchKey(), "a-key", format, budget, uploads, Instant.EPOCH);
        for (SinkRecord record : records) {
            object.append(entry(record, options, format), Instant.EPOCH);
        }
        return object;
    }

    private static String stored(FormatOptions options, SinkRecord... records) {
        StoredApartTest test = new StoredApartTest();
        try (Uploads uploads = Records.noUploads()) {
            ObjectBatch object = test.object(uploads, options, records);
            object.close(BatchTrigger.RECORDS);
            return Records.finished(object);
        }
    }

    @Test
    void theKeyStandsInTheValuesPlaceInEveryFormat() {
        String key = "~values/t/partition=3/t+3+0000000007";
        SinkRecord text = record("t", 3, 7, "k", LONG);
        SinkRecord bytes = record("t", 3, 7, "k", LONG_UTF8);
        SinkRecord struct = record("t", 3, 7, null, null, SCHEMA, new Struct(SCHEMA).put("text", LONG), TIME);
        String fields = "format.output.fields";

        assertThat(Envelopes.parse(stored(options("json"), text)))
                .singleElement()
                .satisfies(envelope -> assertThat(envelope)
                        .containsEntry("value", "topics/" + key + ".txt")
                        .containsEntry("overflowFlag", true)
                        .containsEntry("valueSize", (long) LONG_UTF8.length));
        assertThat(stored(options("json", "format.binary", "base64"), bytes)).contains(key + ".bin");
        assertThat(stored(options("jsonl", fields, "value,overflowFlag,valueSize"), struct))
                .isEqualTo("{\"value\":\"topics/" + key + ".json\",\"overflowFlag\":true,\"valueSize\":"
                        + (LONG_UTF8.length + "{\"text\":\"\"}".length()) + "}\n");
        assertThat(stored(options("csv", fields, "value,overflowFlag"), struct))
                .isEqualTo("value,overflowFlag\r\ntopics/" + key + ".json,true\r\n");
        assertThat(stored(options("bytes"), bytes)).isEqualTo("topics/" + key + ".bin\n");
        assertThat(stored(options("text"), text)).isEqualTo("topics/" + key + ".txt\n");
        assertThat(stored(options("avro"), struct)).contains("topics/" + key + ".json");
        assertThat(stored(options("parquet", "oss.compression.type", "none"), struct))
                .contains("topics/" + key + ".json");
    }

    @Test
    void aValueThatIsNotTooLongStaysWhereItIs() {
        String hundred = "汉".repeat(33) + "x";
        assertThat(stored(options("text"), record("t", 0, 0, "k", hundred))).isEqualTo(hundred + "\n");
        assertThat(stored(options("text"), record("t", 0, 0, "k", hundred + "y")))
                .contains("~values/");
        assertThat(stored(options("json", "format.binary", "base64"), record("t", 0, 0, "k", new byte[100])))
                .as("its base64 is longer than the limit, it is not")
                .doesNotContain("~values/");
    }

    @Test
    void aValueThatIsNotStoredAtAllIsNotStoredApart() {
        assertThat(options("jsonl", "format.output.fields", "key,offset").longValues())
                .isNull();
        assertThat(options("jsonl", "format.output.fields", "key,value").longValues())
                .isNotNull();
    }

    @Test
    void aKeyThatWouldBeTooLongIsTheRecordsFault() {
        String topic = "t".repeat(249);
        RecordOrigin origin = RecordOrigin.of(record(topic, 0, 0, "k", LONG));
        assertThat(Records.names("topics.dir", "d".repeat(400)).keyOfValue(origin, ".txt"))
                .hasSizeLessThan(1023);
        assertThatThrownBy(() -> Records.names("topics.dir", "d".repeat(500)).keyOfValue(origin, ".txt"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topics.dir");
    }

    @Test
    void recordsWithAKeyInPlaceOfAStructHaveObjectsOfTheirOwn() {
        FormatOptions options = options("avro");
        RecordFormat format = options.open();
        SinkRecord small = record("t", 0, 0, null, null, SCHEMA, new Struct(SCHEMA).put("text", "s"), TIME);
        SinkRecord large = record("t", 0, 1, null, null, SCHEMA, new Struct(SCHEMA).put("text", LONG), TIME);

        assertThat(entry(small, options, format).batchKey())
                .isNotEqualTo(entry(large, options, format).batchKey());
        FormatOptions strings = options("avro");
        RecordFormat format2 = strings.open();
        assertThat(entry(record("t", 0, 0, "k", "s"), strings, format2).batchKey())
                .as("of strings they share one")
                .isEqualTo(entry(record("t", 0, 1, "k", LONG), strings, format2).batchKey());
    }

    @Test
    void theObjectWaitsForTheValueAndBothCountAgainstTheMemory() throws Exception {
        FakeStore store = new FakeStore();
        store.failure = new IllegalArgumentException("not now");
        try (Uploads uploads = Records.uploads(store, Integer.MAX_VALUE)) {
            ObjectBatch object = object(uploads, options("text"), record("t", 0, 0, "k", LONG));
            assertThat(budget.used()).isGreaterThan(LONG_UTF8.length).isEqualTo(object.heldBytes());
            object.close(BatchTrigger.RECORDS);
            object.handedOver();
            assertThatThrownBy(() -> write(uploads, object).get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(store.failure);
            assertThat(store.stored).isEmpty();
            assertThat(uploads.traffic().leavingBytes()).isZero();

            store.failure = null;
            assertThat(write(uploads, object).get(10, TimeUnit.SECONDS)).isEqualTo(WriteResult.WRITTEN);
            assertThat(store.stored).containsExactly("topics/~values/t/partition=0/t+0+0000000000.txt", "a-key");
            assertThat(budget.used()).isZero();
        }
    }

    @Test
    void anObjectInPartsWaitsToo() throws Exception {
        FakeStore store = new FakeStore();
        try (Uploads uploads = Records.uploads(store, 20)) {
            ObjectBatch object =
                    object(uploads, options("text"), record("t", 0, 0, "k", LONG), record("t", 0, 1, "k", LONG));
            object.close(BatchTrigger.RECORDS);
            object.handedOver();
            assertThat(write(uploads, object).get(10, TimeUnit.SECONDS)).isEqualTo(WriteResult.WRITTEN);
            assertThat(store.stored).hasSize(3).last().isEqualTo("a-key");
            assertThat(store.published).hasSize(1);
            assertThat(budget.used()).isZero();
        }
    }

    @Test
    void anObjectThatIsGivenUpGivesItsValuesBack() throws Exception {
        FakeStore store = new FakeStore();
        store.gate = new CountDownLatch(1);
        try (Uploads uploads = Records.uploads(store, Integer.MAX_VALUE)) {
            ObjectBatch object = object(uploads, options("text"), record("t", 0, 0, "k", LONG));
            Transfer transfer = store.nextTransfer();
            assertThat(uploads.traffic().leavingBytes()).isEqualTo(LONG_UTF8.length);
            object.discard();
            assertThat(transfer.isGivenUp()).isTrue();
            assertThat(budget.used()).isZero();
            assertThat(object.heldBytes()).isZero();
            assertThat(uploads.traffic().leavingBytes()).isZero();
            store.gate.countDown();
        }
        assertThat(budget.used()).as("given back once").isZero();
    }

    private static CompletableFuture<WriteResult> write(Uploads uploads, ObjectBatch object) {
        CompletableFuture<WriteResult> answer = new CompletableFuture<>();
        new ObjectWriter(uploads).write(object, ObjectUploadTest.completion(answer));
        return answer;
    }

    /** Through the whole task, with a service that refuses at first, and again after a restart. */
    @Test
    void nothingThatCanBeSeenNamesAValueThatIsNotThere() throws Exception {
        try (OssEmulator emulator = OssEmulator.builder()
                        .accessKey("an-id", "a-secret")
                        .bucket("a-bucket")
                        .build();
                SinkTaskHarness worker = SinkTaskHarness.ofConnector(OssSinkConnector.class)) {
            emulator.start();
            Map<String, String> config = Records.unscheduled(
                    "oss.endpoint", emulator.endpoint().toString(),
                    "topics.dir", "raw",
                    "flush.size", "3",
                    "retry.backoff.ms", "1",
                    "value.overflow", "side_object",
                    "value.max.bytes", "100");
            for (String value : List.of("a", LONG, "b")) {
                worker.produce(P0, null, "k", null, value);
            }
            emulator.faults().inject(new Fault.ServiceError(500, "InternalError"), "PutObject", 3);
            store(worker, config);
            List<String> keys = emulator.calls().stream()
                    .filter(call -> call.operation().equals("PutObject"))
                    .map(call -> String.valueOf(call.key()))
                    .toList();
            String value = "raw/~values/t/partition=0/t+0+0000000001.txt";
            String object = "raw/t/partition=0/t+0+0000000000.json";
            assertThat(keys).endsWith(value, object);
            assertThat(keys.subList(0, keys.size() - 1)).hasSize(4).containsOnly(value);

            OSS client = emulator.client();
            try (var content = client.getObject("a-bucket", value).getObjectContent()) {
                assertThat(content.readAllBytes()).isEqualTo(LONG_UTF8);
            }
            try (var content = client.getObject("a-bucket", object).getObjectContent()) {
                assertThat(Envelopes.parse(new String(content.readAllBytes(), StandardCharsets.UTF_8)))
                        .extracting(envelope -> envelope.get("value"))
                        .containsExactly("a", value, "b");
            }
            worker.seek(P0, 0);
            emulator.clearCalls();
            worker.pollUntil(() -> emulator.calls().size() >= 2, Duration.ofSeconds(20));
            worker.stop();
            assertThat(client.listObjects("a-bucket").getObjectSummaries()).hasSize(2);
            client.shutdown();
        }
    }

    private static void store(SinkTaskHarness worker, Map<String, String> config) {
        worker.start(config);
        worker.assign(P0);
        worker.pollUntil(
                () -> {
                    worker.commit();
                    return worker.committed(P0) == 3;
                },
                Duration.ofSeconds(20));
    }
}
