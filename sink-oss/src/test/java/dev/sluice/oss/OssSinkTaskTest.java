package dev.sluice.oss;

import static dev.sluice.oss.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.OSSObjectSummary;
import com.aliyun.oss.model.ObjectMetadata;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.harness.SinkTaskHarness;
import dev.sluice.testkit.oss.OssEmulator;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole task against a server that speaks the service's protocol: records in, objects read back by another client. */
class OssSinkTaskTest {
    private static final String BUCKET = "a-bucket";
    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final TopicPartition P1 = new TopicPartition("t", 1);

    private final OssEmulator emulator =
            OssEmulator.builder().accessKey("an-id", "a-secret").bucket(BUCKET).build();
    private final OssSinkTask task = new OssSinkTask();
    private OSS reader;
    private SinkTaskHarness worker;

    @BeforeEach
    void start() {
        emulator.start();
        reader = emulator.client();
    }

    @AfterEach
    void stop() {
        task.stop();
        reader.shutdown();
        emulator.close();
        assertThat(threads("sluice-oss")).as("no thread stays").isEmpty();
    }

    @Test
    void recordsArriveAsAnArrayOfEnvelopes() {
        run("flush.size", "3", "behavior.on.null.values", "write");

        task.put(List.of(record("t", 0, 5, "k", "v"), record("t", 0, 6, null, "汉字"), record("t", 0, 7, "gone", null)));

        await(() -> committed(P0) == 8);
        assertThat(objects().keySet()).containsExactly("topics/t/partition=0/t+0+0000000005.json");
        List<Map<String, Object>> records = Envelopes.parse(objects().get("topics/t/partition=0/t+0+0000000005.json"));
        assertThat(records).hasSize(3);
        assertThat(records.get(0))
                .containsExactly(
                        Map.entry("key", "k"),
                        Map.entry("offset", 5L),
                        Map.entry("overflowFlag", false),
                        Map.entry("partition", 0L),
                        Map.entry("timestamp", Records.TIME),
                        Map.entry("topic", "t"),
                        Map.entry("value", "v"),
                        Map.entry("valueSize", 1L));
        assertThat(records.get(1)).containsEntry("key", null).containsEntry("value", "汉字");
        assertThat(records.get(2)).containsEntry("value", null).containsEntry("valueSize", 0L);
        assertThat(puts()).as("a small object is one request").isEqualTo(1);
    }

    @Test
    void anObjectSaysWhatItIs() {
        run("flush.size", "2");
        task.put(List.of(record("t", 0, 5, "k", "v"), record("t", 0, 9, "k", "v")));
        await(() -> committed(P0) == 10);

        ObjectMetadata metadata = reader.getObjectMetadata(BUCKET, "topics/t/partition=0/t+0+0000000005.json");

        assertThat(metadata.getContentType()).isEqualTo("application/json");
        assertThat(metadata.getUserMetadata())
                .containsEntry("sluice-first-offset", "5")
                .containsEntry("sluice-last-offset", "9")
                .containsEntry("sluice-records", "2");
    }

    @Test
    void aFormatOfSomebodyElseIsUsedByItsClass() {
        run("flush.size", "2", "format", KeyCountFormat.class.getName(), "key.count.step", "10");
        task.put(List.of(
                record("t", 0, 0, "apple", "v"),
                record("t", 0, 1, "bean", "v"),
                record("t", 0, 2, "apple", "v"),
                record("t", 0, 3, "beet", "v")));

        await(() -> committed(P0) == 4);
        assertThat(objects())
                .containsExactly(
                        Map.entry("topics/t/partition=0/t+0+0000000000.counts", "apple=20\n"),
                        Map.entry("topics/t/partition=0/t+0+0000000001.counts", "bean=10\nbeet=10\n"));
        assertThat(reader.getObjectMetadata(BUCKET, "topics/t/partition=0/t+0+0000000000.counts")
                        .getContentType())
                .isEqualTo("text/x-counts");
        assertThatThrownBy(() -> task.put(List.of(record("t", 0, 4, null, "v"))))
                .hasMessageContaining("there is no key to count");
    }

    @Test
    void whatAFormatOfSomebodyElseRefusesIsSaidAtStart() {
        String name = KeyCountFormat.class.getName();
        assertThatThrownBy(() -> run("format", name, "key.count.step", "0"))
                .hasMessageContaining("key.count.step must not be 0");
        assertThatThrownBy(() -> run(new OssSinkTask(), "format", name, "key.count.step", "-1"))
                .hasMessageContaining("extension");
    }

    @Test
    void signatureV4Works() {
        run("flush.size", "1", "oss.region", "cn-hangzhou");
        task.put(List.of(record("t", 0, 0, "k", "v")));

        await(() -> committed(P0) == 1);
        assertThat(objects()).hasSize(1);
    }

    @Test
    void nothingIsCommittedBeforeItIsStoredAndARestartOverwritesTheSameKeys() {
        run("flush.size", "3");
        task.put(records(P0, 0, 5));
        await(() -> committed(P0) == 3);
        assertThat(objects()).as("the last two wait").hasSize(1);
        String before = objects().get("topics/t/partition=0/t+0+0000000000.json");
        task.stop();

        OssSinkTask again = new OssSinkTask();
        try {
            run(again, "flush.size", "3");
            again.put(records(P0, 0, 6));
            await(again, () -> committed(again, P0) == 6);
        } finally {
            again.stop();
        }

        assertThat(objects().keySet())
                .containsExactly(
                        "topics/t/partition=0/t+0+0000000000.json", "topics/t/partition=0/t+0+0000000003.json");
        assertThat(objects()).containsEntry("topics/t/partition=0/t+0+0000000000.json", before);
    }

    @Test
    void aPartitionThatIsTakenAwayLeavesNoHalfObject() {
        run("flush.size", "10");
        task.put(records(P0, 0, 4));
        task.put(records(P1, 0, 4));

        task.preCommit(Map.of());
        task.close(List.of(P0));
        for (int i = 4; i < 10; i++) {
            task.put(List.of(record("t", 1, i, "k", "v" + i)));
        }

        await(() -> committed(P1) == 10);
        assertThat(objects().keySet()).containsExactly("topics/t/partition=1/t+1+0000000000.json");
    }

    @Test
    void anOutageOfTheServiceLosesNothingAndFailsNothing() {
        run("flush.size", "2", "retry.backoff.ms", "1", "retry.backoff.max.ms", "20");
        task.put(records(P0, 0, 2));
        await(() -> committed(P0) == 2);

        emulator.stop();
        for (int i = 2; i < 20; i++) {
            task.put(List.of(record("t", 0, i, "k", "v" + i)));
        }
        assertThat(committed(P0)).isEqualTo(2);
        emulator.start();

        await(() -> committed(P0) == 20);
        assertThat(offsetsStored(0)).isEqualTo(range(0, 20));
    }

    @Test
    void anAnswerThatIsLostDoesNotMakeASecondObject() {
        run("flush.size", "2", "retry.backoff.ms", "1");
        emulator.faults().inject(new Fault.AcceptThenDrop(), "PutObject", 2);
        task.put(records(P0, 0, 2));

        await(() -> committed(P0) == 2);
        assertThat(objects()).hasSize(1);
        assertThat(puts()).isEqualTo(3);
    }

    @Test
    void errorsThatPassAreRepeated() {
        run("flush.size", "1", "retry.backoff.ms", "1");
        emulator.faults().inject(new Fault.ServiceError(500, "InternalError"), "PutObject", 1);
        emulator.faults().inject(new Fault.DropConnection(), "PutObject", 1);
        emulator.faults()
                .inject(new Fault.ServiceError(503, "TotalQpsLimitExceeded", Duration.ofMillis(20)), "PutObject", 1);
        task.put(records(P0, 0, 1));

        await(() -> committed(P0) == 1);
        assertThat(puts()).as("each attempt is one request").isEqualTo(4);
    }

    @Test
    void anErrorThatLastsStopsTheTaskWithItsCode() {
        run("flush.size", "1");
        emulator.faults().inject(new Fault.ServiceError(403, "AccessDenied"), "PutObject", 1);

        // The answer may be there before the first put returns.
        assertThatThrownBy(() -> {
                    task.put(records(P0, 0, 1));
                    await(() -> false);
                })
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("AccessDenied")
                .hasMessageContaining("oss:PutObject");
        assertThat(committed(P0)).isZero();
    }

    @Test
    void aRecordThatCannotBeStoredIsReportedAloneAndStopsTheTask() {
        run("flush.size", "2");
        task.put(List.of(record("t", 0, 0, "k", "v")));

        assertThatThrownBy(() -> task.put(List.of(record("t", 0, 1, "secret-key", null))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("topic t, partition 0, offset 1")
                .hasMessageContaining("behavior.on.null.values")
                .hasMessageNotContaining("secret-key");
    }

    @Test
    void aRecordWithoutAValueIsReportedAlthoughNothingIsTolerated() {
        run(
                "flush.size", "2",
                "behavior.on.null.values", "dlq",
                "errors.tolerance", "all",
                "errors.deadletterqueue.topic.name", "dead",
                "runtime.error.tolerance", "none");
        task.put(List.of(record("t", 0, 0, "k", "v"), record("t", 0, 1, "k", null), record("t", 0, 2, "k", "v")));

        await(() -> committed(P0) == 3);
        assertThat(offsetsStored(0)).containsExactly(0L, 2L);
        assertThat(worker.reported()).singleElement().satisfies(reported -> {
            assertThat(reported.record().kafkaOffset()).isEqualTo(1);
            assertThat(reported.error()).hasMessageContaining("behavior.on.null.values is dlq");
        });
        assertThatThrownBy(() -> task.put(List.of(record("t", 0, 3, "k", Map.of("k", new Object())))))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void aToleratedRecordTakesNobodyWithIt() {
        run("flush.size", "2", "runtime.error.tolerance", "all");
        task.put(List.of(
                record("t", 0, 0, "k", "v0"),
                record("t", 0, 1, "k", null),
                record("t", 0, 2, "k", Map.of("k", new Object())),
                record("t", 0, 3, "k", "v3")));

        await(() -> committed(P0) == 4);
        assertThat(offsetsStored(0)).containsExactly(0L, 3L);
    }

    @Test
    void whenManyObjectsFillTheBufferTheLargestAreFinished() {
        run(
                "flush.size",
                "0",
                "rotate.schedule.interval.ms",
                "300000",
                "buffer.max.bytes",
                Integer.toString(1 << 20),
                "partitioner.class",
                "field",
                "partition.field.name",
                "key");
        for (int i = 0; i < 4000; i += 100) {
            List<SinkRecord> records = new ArrayList<>();
            for (int offset = i; offset < i + 100; offset++) {
                records.add(record("t", 0, offset, "k" + offset % 40, "x".repeat(1000)));
            }
            task.put(records);
        }

        // No more than the buffer is open, so the rest is stored. Of which paths depends on how fast the service
        // answers.
        await(() -> offsetsStored(0).size() > 2500);
        assertThat(calls("InitiateMultipartUpload")).isZero();
        assertThat(objects().values())
                .allSatisfy(object -> assertThat(object.length()).isGreaterThan(5_000));
        // First what is safe, since objects are stored meanwhile.
        int safe = (int) committed(P0);
        assertThat(offsetsStored(0)).containsAll(range(0, safe));
    }

    @Test
    void aLargeObjectLeavesInPartsAndIsTheSame() {
        run("flush.size", "500", "oss.part.size", "102400");
        List<SinkRecord> records = large(0, 500);
        task.put(records.subList(0, 300));
        await(() -> calls("UploadPart") >= 2);
        assertThat(objects()).as("nothing is to be seen of it").isEmpty();
        task.put(records.subList(300, 500));

        await(() -> committed(P0) == 500);
        assertThat(offsetsStored(0)).isEqualTo(range(0, 500));
        assertThat(objects()).hasSize(1);
        assertThat(calls("InitiateMultipartUpload")).isEqualTo(1);
        assertThat(calls("CompleteMultipartUpload")).isEqualTo(1);
        assertThat(puts()).isZero();
        assertThat(reader.getObjectMetadata(BUCKET, "topics/t/partition=0/t+0+0000000000.json"))
                .satisfies(metadata -> {
                    assertThat(metadata.getContentType()).isEqualTo("application/json");
                    assertThat(metadata.getUserMetadata()).containsEntry("sluice-first-offset", "0");
                });
    }

    @Test
    void troubleWithAnyRequestOfALargeObjectIsOvercome() {
        run("flush.size", "500", "oss.part.size", "102400", "retry.backoff.ms", "1");
        for (String operation : List.of("InitiateMultipartUpload", "UploadPart", "CompleteMultipartUpload")) {
            emulator.faults().inject(new Fault.AcceptThenDrop(), operation, 2);
            emulator.faults().inject(new Fault.DropConnection(), operation, 1);
            emulator.faults().inject(new Fault.Delay(Duration.ofMillis(50)), operation, 1);
            emulator.faults().inject(new Fault.ServiceError(503, "TotalQpsLimitExceeded"), operation, 1);
        }
        task.put(large(0, 500));

        await(() -> committed(P0) == 500);
        assertThat(offsetsStored(0)).isEqualTo(range(0, 500));
        assertThat(objects()).hasSize(1);
    }

    @Test
    void aPartitionThatIsTakenAwayLeavesNoUpload() {
        run("flush.size", "5000", "oss.part.size", "102400");
        task.put(large(0, 300));
        await(() -> calls("UploadPart") >= 2);

        task.close(List.of(P0));

        await(() -> uploads().isEmpty());
        assertThat(objects()).isEmpty();
        assertThat(calls("AbortMultipartUpload")).isEqualTo(1);
    }

    @Test
    void aTaskThatStopsLeavesNoUpload() {
        run("flush.size", "5000", "oss.part.size", "102400");
        task.put(large(0, 300));
        await(() -> calls("UploadPart") >= 2);

        task.stop();

        assertThat(uploads()).isEmpty();
        assertThat(objects()).isEmpty();
    }

    @Test
    void moreThanTheBufferGoesIntoOneObjectWhenPartsLeave() {
        run("flush.size", "6000", "buffer.max.bytes", Integer.toString(1 << 20), "format.json.layout", "compact");
        List<SinkRecord> all = large(0, 6000);
        for (int i = 0; i < 6000; i += 100) {
            task.put(all.subList(i, i + 100));
            await(() -> !worker.paused().contains(P0));
        }

        await(() -> committed(P0) == 6000);
        assertThat(objects()).as("6 MB with a buffer of 1 MiB").hasSize(1);
    }

    @Test
    void uploadsThatADeadWorkerLeftAreRemovedAtTheStart() {
        String orphan = begin("topics/t/partition=0/t+0+0000000000.json");
        String other = begin("elsewhere/t.json");

        run("oss.orphaned.uploads.max.age.ms", "1");

        await(() -> !uploads().contains(orphan));
        assertThat(uploads()).containsExactly(other);
    }

    @Test
    void withoutPermissionToListUploadsTheTaskRuns() {
        String orphan = begin("topics/t/partition=0/t+0+0000000000.json");
        emulator.faults().inject(new Fault.ServiceError(403, "AccessDenied"), "ListMultipartUploads", 1);

        run("oss.orphaned.uploads.max.age.ms", "1", "flush.size", "1");
        task.put(records(P0, 5, 6));

        await(() -> committed(P0) == 6);
        // The task's listing is in the background, and the test's own must not get its answer.
        await(() -> emulator.faults().remaining() == 0);
        assertThat(uploads()).containsExactly(orphan);
    }

    private String begin(String key) {
        return reader.initiateMultipartUpload(new com.aliyun.oss.model.InitiateMultipartUploadRequest(BUCKET, key))
                .getUploadId();
    }

    private List<String> uploads() {
        return reader
                .listMultipartUploads(new com.aliyun.oss.model.ListMultipartUploadsRequest(BUCKET))
                .getMultipartUploads()
                .stream()
                .map(com.aliyun.oss.model.MultipartUpload::getUploadId)
                .toList();
    }

    private long calls(String operation) {
        return emulator.calls().stream()
                .filter(call -> call.operation().equals(operation))
                .count();
    }

    private static List<SinkRecord> large(int from, int to) {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            records.add(record("t", 0, i, "k", "x".repeat(1000)));
        }
        return records;
    }

    @Test
    void aWrongSecretStopsTheTaskAtOnce() {
        assertThatThrownBy(() -> run("oss.access.key.secret", "wrong"))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("SignatureDoesNotMatch")
                .hasMessageContaining("oss.access.key.secret")
                .hasMessageNotContaining("wrong");
    }

    @Test
    void aWrongKeyIdStopsTheTaskAtOnce() {
        assertThatThrownBy(() -> run("oss.access.key.id", "nobody"))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("InvalidAccessKeyId");
    }

    @Test
    void aMissingBucketStopsTheTaskAtOnce() {
        assertThatThrownBy(() -> run("oss.bucket", "no-such-bucket"))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("NoSuchBucket")
                .hasMessageContaining("oss.bucket");
    }

    @Test
    void theSecurityTokenIsNotInWhatIsThrown() {
        assertThatThrownBy(() -> run("oss.access.key.secret", "wrong", "oss.security.token", "a-token-of-value"))
                .satisfies(error -> {
                    for (Throwable t = error; t != null; t = t.getCause()) {
                        assertThat(t.toString()).doesNotContain("a-token-of-value");
                    }
                });
    }

    @Test
    void aDenialAtTheStartIsLeftToTheFirstWrite() {
        emulator.faults().inject(new Fault.ServiceError(403, "AccessDenied"), "GetObject", 1);

        run("flush.size", "1");
        task.put(records(P0, 0, 1));

        await(() -> committed(P0) == 1);
    }

    @Test
    void aServiceThatCannotBeReachedYetDoesNotStopTheTask() {
        URI endpoint = emulator.endpoint();
        emulator.stop();
        run("flush.size", "1", "oss.endpoint", endpoint.toString(), "retry.backoff.ms", "1");
        task.put(records(P0, 0, 1));
        emulator.start();

        await(() -> committed(P0) == 1);
    }

    @Test
    void theStartAsksOnlyForAnObjectUnderThePrefix() {
        emulator.clearCalls();

        run("topics.dir", "raw/kafka", "oss.orphaned.uploads.max.age.ms", "0");

        assertThat(emulator.calls()).singleElement().satisfies(call -> {
            assertThat(call.operation()).isEqualTo("GetObject");
            assertThat(call.key()).startsWith("raw/kafka/");
        });
    }

    private void run(String... options) {
        run(task, options);
    }

    private void run(OssSinkTask one, String... options) {
        Map<String, String> config =
                Records.unscheduled("oss.endpoint", emulator.endpoint().toString());
        for (int i = 0; i < options.length; i += 2) {
            config.put(options[i], options[i + 1]);
        }
        assertThat(new OssSinkConnector().validate(config).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
        worker = SinkTaskHarness.of(one).withDeadLetterQueue();
        worker.start(config);
        worker.assign(P0, P1);
    }

    private long committed(TopicPartition partition) {
        return committed(task, partition);
    }

    /** What the worker would commit now; 0 when nothing. */
    private static long committed(OssSinkTask one, TopicPartition partition) {
        var offset = one.preCommit(new HashMap<>()).get(partition);
        return offset == null ? 0 : offset.offset();
    }

    private void await(BooleanSupplier condition) {
        await(task, condition);
    }

    private static void await(OssSinkTask one, BooleanSupplier condition) {
        Instant deadline = Instant.now().plusSeconds(20);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited too long").isBefore(deadline);
            one.put(List.of());
            Thread.onSpinWait();
        }
    }

    private static List<SinkRecord> records(TopicPartition partition, int from, int to) {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            records.add(record(partition.topic(), partition.partition(), i, "k", "v" + i));
        }
        return records;
    }

    private Map<String, String> objects() {
        Map<String, String> objects = new TreeMap<>();
        for (OSSObjectSummary summary : reader.listObjects(
                        new com.aliyun.oss.model.ListObjectsRequest(BUCKET).withMaxKeys(1000))
                .getObjectSummaries()) {
            try (var content = reader.getObject(BUCKET, summary.getKey()).getObjectContent()) {
                objects.put(summary.getKey(), new String(content.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return objects;
    }

    private List<Long> offsetsStored(int partition) {
        return objects().values().stream()
                .flatMap(object -> Envelopes.parse(object).stream())
                .filter(record -> record.get("partition").equals((long) partition))
                .map(record -> (Long) record.get("offset"))
                .toList();
    }

    private static List<Long> range(int from, int to) {
        List<Long> range = new ArrayList<>();
        for (long i = from; i < to; i++) {
            range.add(i);
        }
        return range;
    }

    private long puts() {
        return emulator.calls().stream()
                .filter(call -> call.operation().equals("PutObject"))
                .count();
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}
