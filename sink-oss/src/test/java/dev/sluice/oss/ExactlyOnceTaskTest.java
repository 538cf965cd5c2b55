package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.harness.ManualClock;
import dev.sluice.testkit.harness.SinkTaskHarness;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole task that stores each record once, against a server that speaks the service's protocol. */
class ExactlyOnceTaskTest extends ExactlyOnceRuns {

    @Nested
    class Order {
        @Test
        void anObjectIsCommittedBeforeAnybodySeesIt() {
            start("flush.size", "3");
            opened();
            emulator.faults().inject(new Fault.Stall(), "AppendObject", 1);
            produce(3);
            worker.pollUntil(() -> emulator.faults().remaining() == 0, DEADLINE);
            assertThat(visible()).isEmpty();
            assertThat(pendingUploads()).hasSize(1);

            emulator.faults().clear();
            settle(3);

            List<String> calls = operations();
            assertThat(calls.subList(calls.indexOf("InitiateMultipartUpload"), calls.size()))
                    .startsWith("InitiateMultipartUpload", "UploadPart", "AppendObject", "CompleteMultipartUpload");
            assertThat(offsets()).containsExactly(0L, 1L, 2L);
        }

        @Test
        void theOffsetMovesOnlyWhenTheObjectIsThere() {
            start("flush.size", "3");
            opened();
            emulator.faults().inject(new Fault.Stall(), "CompleteMultipartUpload", 1);
            produce(3);
            worker.pollUntil(() -> emulator.faults().remaining() == 0, DEADLINE);
            worker.commit();
            assertThat(worker.committed(P0)).isZero();
            emulator.faults().clear();
            settle(3);
        }

        @Test
        void aSmallObjectSaysToTheEndWhatItHas() {
            start("flush.size", "3");
            produce(3);
            settle(3);
            assertThat(metadata(visible().get(0)))
                    .containsEntry("sluice-first-offset", "0")
                    .containsEntry("sluice-last-offset", "2")
                    .containsEntry("sluice-records", "3");
        }

        @Test
        void atLeastOnceWritesNoLogAndMakesNoMoreRequestsThanBefore() {
            start("flush.size", "3", "delivery.guarantee", "at_least_once", "oss.orphaned.uploads.max.age.ms", "0");
            produce(3);
            settle(3);
            assertThat(operations()).containsExactly("GetObject", "PutObject");
            assertThat(keys()).noneMatch(key -> key.contains("_sluice"));
        }

        @Test
        void aCommitWithoutAnythingNewMakesNoRequest() {
            start("flush.size", "3");
            produce(3);
            settle(3);
            worker.commit();
            worker.pollUntil(() -> count("AppendObject") >= 4, DEADLINE);
            emulator.clearCalls();
            worker.commit();
            worker.poll();
            worker.commit();
            worker.poll();
            assertThat(operations()).isEmpty();
        }
    }

    @Nested
    class Crashes {
        @Test
        void whatWasCommittedIsPublishedByTheNextTaskAndNotStoredAgain() {
            start("flush.size", "3");
            opened();
            emulator.faults().inject(new Fault.Stall(), "CompleteMultipartUpload", 1);
            produce(3);
            worker.pollUntil(() -> emulator.faults().remaining() == 0, DEADLINE);
            worker.kill();

            start("flush.size", "3");
            produce(3);
            settle(6);

            assertThat(offsets()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
            assertThat(count("InitiateMultipartUpload")).isEqualTo(2);
        }

        @ParameterizedTest
        @CsvSource({
            "GetObject, true, drop", "GetObject, true, lose",
            "AppendObject, true, drop", "AppendObject, true, lose",
            "AppendObject, false, drop", "AppendObject, false, lose",
            "InitiateMultipartUpload, false, drop", "InitiateMultipartUpload, false, lose",
            "UploadPart, false, drop", "UploadPart, false, lose",
            "CompleteMultipartUpload, false, drop", "CompleteMultipartUpload, false, lose",
        })
        void aTaskMayDieAtAnyOfItsRequests(String operation, boolean whileItOpens, String what) {
            Fault fault = what.equals("drop") ? new Fault.DropConnection() : new Fault.AcceptThenDrop();
            produce(8);
            worker.start(config("flush.size", "3", "retry.backoff.ms", "60000", "retry.backoff.max.ms", "60000"));
            if (whileItOpens) {
                emulator.faults().inject(fault, operation, 1);
                worker.assign(P0);
            } else {
                worker.assign(P0);
                opened();
                emulator.faults().inject(fault, operation, 1);
            }
            worker.pollUntil(() -> emulator.faults().remaining() == 0, DEADLINE);
            worker.poll();
            worker.kill();

            start("flush.size", "3");
            produce(1);
            settle(9);
            assertThat(offsets()).containsExactly(range(0, 9));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "AppendObject",
                    "GetObject",
                    "InitiateMultipartUpload",
                    "UploadPart",
                    "CompleteMultipartUpload"
                })
        void requestsWhoseAnswersAreLostNowAndThenStoreEachRecordOnce(String operation) {
            emulator.faults().injectRandomly(new Fault.AcceptThenDrop(), operation, 0.3, 5);
            produce(30);
            start("flush.size", "3");
            settle(30);
            emulator.faults().clear();
            assertThat(offsets()).containsExactly(range(0, 30));
        }

        @Test
        void pathsThatRotateAloneAreReplayedWithoutWhatIsStored() {
            String[] options = {"flush.size", "3", "partitioner.class", "field", "partition.field.name", "f"};
            produceFields("a", "b", "a", "b", "a");
            start(options);
            worker.pollUntil(() -> !visible().isEmpty(), DEADLINE);
            assertThat(offsets()).containsExactly(0L, 2L, 4L);
            worker.commit();
            worker.kill();

            start(options);
            produceFields("b");
            settle(6);

            assertThat(offsets()).containsExactly(range(0, 6));
            assertThat(visible()).hasSize(2);
            assertThat(metadata(visible().get(1)))
                    .containsEntry("sluice-records", "3")
                    .containsEntry("sluice-first-offset", "1");
            assertThat(count("InitiateMultipartUpload")).isEqualTo(2);
        }

        @Test
        void anotherConfigAndAnotherHourDoNotStoreAnythingTwice() {
            produce(5);
            start("flush.size", "3", "partitioner.class", "hourly", "timestamp.extractor", "wallclock");
            worker.pollUntil(() -> visible().size() == 1, DEADLINE);
            worker.kill();

            clock.advance(Duration.ofHours(3));
            start("flush.size", "2", "partitioner.class", "daily", "timestamp.extractor", "wallclock");
            produce(1);
            // The first task's object ended at 2; 3, 4 and 5 remain, of which two make an object.
            produce(1);
            settle(7);
            assertThat(offsets()).containsExactly(range(0, 7));
            assertThat(visible()).hasSize(3);
        }

        @Test
        void lanesOfDifferentSchemasAreReplayedWithoutWhatIsStored() {
            Schema one = SchemaBuilder.struct()
                    .name("Row")
                    .field("id", Schema.INT32_SCHEMA)
                    .build();
            Schema two = SchemaBuilder.struct()
                    .name("Row")
                    .field("id", Schema.STRING_SCHEMA)
                    .build();
            String[] options = {"flush.size", "2", "format", "avro", "schema.compatibility", "none"};
            worker.produce(P0, null, null, one, new Struct(one).put("id", 0));
            worker.produce(P0, null, null, two, new Struct(two).put("id", "1"));
            worker.produce(P0, null, null, one, new Struct(one).put("id", 2));
            start(options);
            worker.pollUntil(() -> visible().size() == 1, DEADLINE);
            worker.kill();

            start(options);
            worker.produce(P0, null, null, two, new Struct(two).put("id", "3"));
            settle(4);
            assertThat(visible()).hasSize(2);
            assertThat(recordsByMetadata()).isEqualTo(4);
        }

        @ParameterizedTest
        @CsvSource({"parquet, snappy", "avro, snappy", "jsonl, gzip", "csv, none"})
        void everyFormatStoresEachRecordOnce(String format, String codec) {
            Schema schema = SchemaBuilder.struct()
                    .name("Row")
                    .field("id", Schema.INT32_SCHEMA)
                    .build();
            String[] options = {"flush.size", "3", "format", format, "oss.compression.type", codec};
            for (int i = 0; i < 5; i++) {
                worker.produce(P0, null, null, schema, new Struct(schema).put("id", i));
            }
            start(options);
            worker.pollUntil(() -> visible().size() == 1, DEADLINE);
            worker.kill();
            start(options);
            worker.produce(P0, null, null, schema, new Struct(schema).put("id", 5));
            settle(6);
            assertThat(visible()).hasSize(2);
            assertThat(recordsByMetadata()).isEqualTo(6);
        }

        @Test
        void recordsThatAreLeftOutOrReportedDoNotMakeOthersComeTwice() {
            String[] options = {
                "flush.size",
                "2",
                "behavior.on.null.values",
                "ignore",
                "runtime.error.tolerance",
                "all",
                "runtime.error.mode",
                "ignore"
            };
            produce(1);
            worker.produce(P0, null, "k", null, null);
            worker.produce(P0, null, "k", null, Map.of("x", new Object()));
            produce(3);
            worker.produce(P0, null, "k", null, null);
            start(options);
            worker.pollUntil(() -> visible().size() == 2, DEADLINE);
            worker.kill();
            start(options);
            settle(7);
            assertThat(offsets()).containsExactly(0L, 3L, 4L, 5L);
            assertThat(count("InitiateMultipartUpload")).isEqualTo(2);
        }

        @Test
        void anObjectOfEmptyValuesIsStoredToo() {
            worker.produce(P0, null, null, Schema.BYTES_SCHEMA, new byte[0]);
            worker.produce(P0, null, null, Schema.BYTES_SCHEMA, new byte[0]);
            start("flush.size", "2", "format", "bytes", "format.bytearray.separator", "");
            settle(2);
            assertThat(recordsByMetadata()).isEqualTo(2);
        }

        @Test
        void valuesThatAreStoredApartAreThereAndEachRecordOnce() {
            String[] options = {"flush.size", "2", "value.overflow", "side_object", "value.max.bytes", "10"};
            for (int i = 0; i < 4; i++) {
                worker.produce(P0, null, "k", null, "a value that is too long: " + i);
            }
            emulator.faults().inject(new Fault.AcceptThenDrop(), "CompleteMultipartUpload", 1);
            start(options);
            settle(4);
            assertThat(offsets()).containsExactly(range(0, 4));
            for (Map<String, Object> record : records()) {
                assertThat(new String(text((String) record.get("value")), StandardCharsets.UTF_8))
                        .isEqualTo("a value that is too long: " + record.get("offset"));
            }
        }

        @Test
        void anAnswerThatIsLostWhereNothingMayBeOverwrittenIsUnderstood() {
            emulator.faults().inject(new Fault.AcceptThenDrop(), "CompleteMultipartUpload", 1);
            produce(3);
            start("flush.size", "3", "forbid.overwrite", "true");
            settle(3);
            assertThat(offsets()).containsExactly(0L, 1L, 2L);
        }

        @Test
        void anUploadThatSomebodyRemovedIsReadAgain() {
            start("flush.size", "3");
            opened();
            emulator.faults().inject(new Fault.Stall(), "CompleteMultipartUpload", 1);
            produce(3);
            worker.pollUntil(() -> emulator.faults().remaining() == 0, DEADLINE);
            worker.kill();
            var upload = pendingUploads().get(0);
            reader.abortMultipartUpload(new com.aliyun.oss.model.AbortMultipartUploadRequest(
                    BUCKET, upload.getKey(), upload.getUploadId()));
            emulator.faults().clear();

            start("flush.size", "3");
            settle(3);
            assertThat(offsets()).containsExactly(0L, 1L, 2L);
        }

        @Test
        void aLogThatGoesOnInManyObjectsStoresEachRecordOnce() {
            String[] options = {"flush.size", "1", "delivery.log.max.bytes", "1024"};
            produce(20);
            start(options);
            settle(20);
            worker.kill();
            start(options);
            produce(5);
            settle(25);
            assertThat(offsets()).containsExactly(range(0, 25));
            assertThat(keys()).filteredOn(key -> key.endsWith(".log")).hasSizeGreaterThan(4);
        }
    }

    @Nested
    class Zombies {
        @Test
        void finishedPartsOfATaskThatLostItsPartitionAreNeverPublished() {
            produce(3);
            start("flush.size", "3");
            opened();
            emulator.faults().inject(new Fault.Stall(), "AppendObject", 1);
            worker.pollUntil(() -> emulator.faults().remaining() == 0, DEADLINE);

            SinkTaskHarness other = another();
            for (int i = 0; i < 3; i++) {
                other.produce(P0, null, "k", null, "v" + i);
            }
            other.start(config("flush.size", "3"));
            other.assign(P0);
            settle(other, 3);
            emulator.faults().clear();

            worker.pollUntil(() -> pendingUploads().isEmpty(), DEADLINE);
            settle(3);
            assertThat(offsets()).containsExactly(0L, 1L, 2L);
            assertThat(emulator.calls())
                    .filteredOn(call -> call.operation().equals("CompleteMultipartUpload") && call.status() == 200)
                    .as("of the new task alone")
                    .hasSize(1);
        }

        @Test
        void twoConnectorsOfOneNameEndWithAMessage() {
            SinkTaskHarness other = another();
            start("flush.size", "1", "retry.backoff.ms", "1");
            other.start(config("flush.size", "1", "retry.backoff.ms", "1"));
            other.assign(P0);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 40; i++) {
                            produce(1);
                            other.produce(P0, null, "k", null, "v" + i);
                            int end = i + 1;
                            settle(worker, end);
                            settle(other, end);
                        }
                    })
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("taken over by somebody else")
                    .hasMessageContaining("rename one");
            assertThat(offsets()).doesNotHaveDuplicates();
        }
    }

    @Nested
    class Operators {
        private void stored(int records) {
            produce(records);
            start("flush.size", "3");
            settle(records);
            worker.stop();
        }

        private void set(Long offset) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            offsets.put(P0, offset);
            assertThat(new OssSinkConnector().alterOffsets(config(), offsets)).isTrue();
        }

        @Test
        void anEarlierOffsetIsReadAgain() {
            stored(6);
            set(3L);
            start("flush.size", "3");
            worker.pollUntil(() -> count("UploadPart") == 3 && pendingUploads().isEmpty(), DEADLINE);
            settle(6);
            assertThat(offsets()).as("the same object in its place").containsExactly(range(0, 6));
        }

        @Test
        void aLaterOffsetLeavesRecordsOut() {
            stored(3);
            set(5L);
            start("flush.size", "3");
            produce(5);
            settle(8);
            assertThat(offsets()).containsExactly(0L, 1L, 2L, 5L, 6L, 7L);
        }

        @Test
        void offsetsThatAreForgottenBeginWhereKafkaSays() {
            stored(3);
            set(null);
            start("flush.size", "3");
            produce(3);
            settle(6);
            assertThat(worker.position(P0)).isEqualTo(6);
            assertThat(offsets()).containsExactly(range(0, 6));
        }

        @Test
        void offsetsOfAConnectorThatStoresAtLeastOnceAreNotAskedFor() {
            emulator.clearCalls();
            new OssSinkConnector().alterOffsets(config("delivery.guarantee", "at_least_once"), Map.of(P0, 3L));
            assertThat(operations()).isEmpty();
        }

        @Test
        void anOffsetThatCannotBeSetIsSaid() {
            stored(3);
            emulator.faults().inject(new Fault.ServiceError(403, "AccessDenied"), "AppendObject", 1);
            assertThatThrownBy(() -> set(1L))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("t-0")
                    .hasMessageContaining("oss:PutObject");
        }

        @Test
        void aTopicThatWasCreatedAgainIsNoticed() {
            stored(6);
            SinkTaskHarness again = another();
            again.produce(P0, null, "k", null, "new");
            again.start(config("flush.size", "3"));
            again.assign(P0);
            again.pollUntil(() -> again.paused().isEmpty(), DEADLINE);
            // As a consumer does whose offset is out of range.
            again.poll();
            again.seek(P0, 0);
            assertThatThrownBy(again::poll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("deleted and created again");
        }
    }

    @Nested
    class Buckets {
        @Test
        void aBucketThatTakesNoAppendsStopsTheStartAndSaysWhatToChoose() {
            reader.putObject(BUCKET, "topics/_sluice/oss-sink/check.log", new ByteArrayInputStream(new byte[3]));
            assertThatThrownBy(() -> start("flush.size", "3"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("without retention policy")
                    .hasMessageContaining("delivery.guarantee=at_least_once");
        }

        @Test
        void aPermissionThatIsMissingStopsTheStartAndIsNamed() {
            emulator.faults().inject(new Fault.ServiceError(403, "AccessDenied"), "AppendObject", 1);
            assertThatThrownBy(() -> start("flush.size", "3"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("AccessDenied")
                    .hasMessageContaining("oss:PutObject and oss:GetObject");
        }

        @Test
        void aServiceThatCannotBeReachedYetDoesNotStopTheTask() {
            Map<String, String> config = config("flush.size", "3");
            emulator.stop();
            worker.start(config);
            worker.assign(P0);
            produce(3);
            worker.poll();
            emulator.start();
            settle(3);
            assertThat(offsets()).containsExactly(0L, 1L, 2L);
        }

        @ParameterizedTest
        @CsvSource({
            "'', oss-sink, t",
            "topics, ../../a b/c, _sluice",
            "topics, oss-sink, .._",
            "a/b, _sluice, _sluice",
            "'', '_sluice', '_sluice'",
            "topics, 汉字, t-0",
        })
        void namesOfAnyKindHaveTheirLogsWhereNoObjectIs(String directory, String connector, String topic) {
            TopicPartition partition = new TopicPartition(topic, 0);
            String[] options = {
                "flush.size", "2", "topics.dir", directory, "name", connector, "topics", topic, "directory.delim", "-"
            };
            for (int i = 0; i < 3; i++) {
                worker.produce(partition, null, "k", null, "v" + i);
            }
            worker.start(config(options));
            worker.assign(partition);
            worker.pollUntil(() -> count("CompleteMultipartUpload") == 1, DEADLINE);
            worker.kill();
            worker.start(config(options));
            worker.assign(partition);
            worker.produce(partition, null, "k", null, "v3");
            worker.pollUntil(
                    () -> {
                        worker.commit();
                        return worker.committed(partition) == 4;
                    },
                    DEADLINE);
            List<String> logs =
                    keys().stream().filter(key -> key.endsWith(".log")).toList();
            assertThat(logs)
                    .hasSize(2)
                    .allSatisfy(key -> assertThat(key)
                            .startsWith(directory.isEmpty() ? "_sluice/" : directory + "-_sluice/")
                            .doesNotContain("/../", "//"));
            assertThat(offsets()).containsExactly(range(0, 4));
        }

        @Test
        void orphansAreRemovedAndWhatALogNamesIsSpared() {
            start("flush.size", "3");
            opened();
            emulator.faults().inject(new Fault.Stall(), "CompleteMultipartUpload", 1);
            produce(3);
            worker.pollUntil(() -> emulator.faults().remaining() == 0, DEADLINE);
            worker.kill();
            String orphan = reader.initiateMultipartUpload(
                            new InitiateMultipartUploadRequest(BUCKET, "topics/t/partition=0/orphan.json"))
                    .getUploadId();
            assertThat(pendingUploads()).hasSize(2);

            for (String guarantee : List.of("at_least_once", "exactly_once")) {
                SinkTaskHarness later = another(new ManualClock(Instant.now().plus(Duration.ofDays(30))));
                later.start(config("name", "somebody", "delivery.guarantee", guarantee));
                later.pollUntil(
                        () -> pendingUploads().stream()
                                .noneMatch(upload -> upload.getUploadId().equals(orphan)),
                        DEADLINE);
                later.stop();
            }
            assertThat(pendingUploads()).as("a log names it").hasSize(1);

            start("flush.size", "3");
            settle(3);
            assertThat(offsets()).containsExactly(0L, 1L, 2L);
        }
    }

    @Nested
    class Resources {
        @Test
        void memoryStaysWithinTheBudgetWhateverIsOpen() {
            String text = "x".repeat(20_000);
            for (int i = 0; i < 400; i++) {
                worker.produce(P0, null, "k", null, Map.of("f", "p" + i % 40, "text", text));
            }
            start(
                    "flush.size",
                    "1000",
                    "partitioner.class",
                    "field",
                    "partition.field.name",
                    "f",
                    "buffer.max.bytes",
                    "1048576",
                    "rotate.schedule.interval.ms",
                    "500",
                    "format",
                    "jsonl",
                    "format.output.fields",
                    "offset,value");
            worker.maxPollRecords(20);
            long[] most = {0};
            worker.pollUntil(
                    () -> {
                        most[0] = Math.max(most[0], bufferUsed());
                        worker.commit();
                        return worker.committed(P0) == 400;
                    },
                    Duration.ofSeconds(60));
            assertThat(most[0]).isPositive().isLessThan(2 << 20);
            assertThat(recordsByMetadata()).isEqualTo(400);
        }

        @Test
        void nothingStaysWhenTheTaskEnds() {
            produce(4);
            start("flush.size", "3");
            worker.pollUntil(() -> visible().size() == 1, DEADLINE);
            worker.stop();
            assertThat(threads()).isEmpty();
            assertThat(pendingUploads()).isEmpty();
        }
    }
}
