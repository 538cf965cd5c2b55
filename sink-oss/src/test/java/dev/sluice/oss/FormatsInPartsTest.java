package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.batch.Admission;
import dev.sluice.core.batch.BatchTrigger;
import dev.sluice.core.batch.Entry;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.core.write.WriteResult;
import dev.sluice.oss.format.FormatOptions;
import dev.sluice.oss.format.RecordFormat;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats that hold back what they write, in objects that leave in parts and that end at a size. */
class FormatsInPartsTest {
    private static final int PART = 100_000;
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("text", Schema.STRING_SCHEMA)
            .build();

    private final MemoryBudget budget = new MemoryBudget(1L << 30);

    private static SinkRecord record(int offset) {
        return record(offset, 1000);
    }

    private static SinkRecord record(int offset, int letters) {
        Random random = new Random(offset);
        StringBuilder text = new StringBuilder();
        random.ints(letters, ' ', 127).forEach(text::appendCodePoint);
        Struct value = new Struct(SCHEMA).put("id", (long) offset).put("text", text.toString());
        return Records.record("t", 0, offset, null, null, SCHEMA, value, Records.TIME);
    }

    private static FormatOptions options(String format, String codec) {
        return OssOptions.read(Records.config("format", format, "oss.compression.type", codec))
                .format();
    }

    private static Entry<SinkRecord> entry(SinkRecord record, FormatOptions options, RecordFormat format) {
        Mapping.Mapped<SinkRecord> mapped = (Mapping.Mapped<SinkRecord>)
                new OssRecordMapper(options.nullValues(), Records.names(), format).map(record);
        return new Entry<>(record, mapped.batchKey(), null, 0, 0, record, RecordOrigin.of(record));
    }

    /** Parquet gives its first byte with its last row group here, and that leaves in parts too. */
    @ParameterizedTest
    @CsvSource({"jsonl, gzip", "csv, zstd", "avro, none", "avro, zstd", "parquet, none", "parquet, snappy"})
    void thePartsAreTheObjectHoweverLateTheFormatWrites(String format, String codec) throws Exception {
        byte[] whole = stored(format, codec, Long.MAX_VALUE / Uploads.MOST_PARTS, 1);

        assertThat(stored(format, codec, PART, 20)).isEqualTo(whole).hasSizeGreaterThan(3 * PART);
        assertThat(budget.used()).isZero();
    }

    private byte[] stored(String formatName, String codec, long partBytes, int mostRequests) throws Exception {
        FormatOptions options = options(formatName, codec);
        RecordFormat format = options.open();
        FakeStore store = new FakeStore();
        try (Uploads uploads = new Uploads(
                store, new UploadPool("c-0", 1), partBytes, Duration.ofMinutes(1), InstantSource.system())) {
            ObjectPath path = (ObjectPath) entry(record(0), options, format).batchKey();
            ObjectBatch object = new ObjectBatch(path, "a-key", format, budget, uploads, Instant.EPOCH);
            for (int i = 0; i < 1000; i++) {
                object.append(entry(record(i), options, format), Instant.EPOCH);
            }
            object.close(BatchTrigger.RECORDS);
            object.handedOver();
            CompletableFuture<WriteResult> answer = new CompletableFuture<>();
            new ObjectWriter(uploads).write(object, ObjectUploadTest.completion(answer));
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(WriteResult.WRITTEN);
        }
        assertThat(store.contents).hasSizeBetween(Math.min(mostRequests, 3), mostRequests);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] content : store.contents) {
            all.write(content);
        }
        return all.toByteArray();
    }

    @Test
    void aRowGroupOfParquetLeavesWhileTheObjectGrows() throws Exception {
        FormatOptions options = OssOptions.read(Records.config(
                        "format", "parquet", "oss.compression.type", "none", "oss.parquet.block.size", "300000"))
                .format();
        RecordFormat format = options.open();
        FakeStore store = new FakeStore();
        long most = 0;
        try (Uploads uploads = Records.uploads(store, PART)) {
            ObjectPath path = (ObjectPath) entry(record(0), options, format).batchKey();
            ObjectBatch object = new ObjectBatch(path, "a-key", format, budget, uploads, Instant.EPOCH);
            for (int i = 0; i < 5000; i++) {
                object.append(entry(record(i), options, format), Instant.EPOCH);
                most = Math.max(most, object.restingBytes());
            }
            for (int part = 0; part < 15; part++) {
                store.nextTransfer();
            }
            assertThat(object.length()).isGreaterThan(5_000_000);
            object.discard();
        }

        assertThat(most).as("a row group, and what is less than a part").isBetween(300_000L, 800_000L);
        assertThat(store.contents)
                .allSatisfy(part -> assertThat(part)
                        .as("a row group is several parts")
                        .hasSizeBetween(PART, PART + Math.max(PART, 256 << 10)));
        assertThat(budget.used()).isZero();
    }

    /** So what is said of it is complete, and nobody but the pipeline looks after it. */
    @Test
    void whatLeavesInPartsWhenItIsCompleteSaysAllOfItself() throws Exception {
        FormatOptions options = options("parquet", "none");
        RecordFormat format = options.open();
        FakeStore store = new FakeStore();
        store.failure = new IllegalArgumentException("no part arrives");
        try (Uploads uploads = Records.uploads(store, PART)) {
            ObjectPath path = (ObjectPath) entry(record(0), options, format).batchKey();
            ObjectBatch object = new ObjectBatch(path, "a-key", format, budget, uploads, Instant.EPOCH);
            for (int i = 0; i < 300; i++) {
                object.append(entry(record(i), options, format), Instant.EPOCH);
            }
            object.close(BatchTrigger.RECORDS);
            object.handedOver();
            CompletableFuture<WriteResult> first = new CompletableFuture<>();
            new ObjectWriter(uploads).write(object, ObjectUploadTest.completion(first));
            assertThat(first).failsWithin(Duration.ofSeconds(10));
            assertThat(uploads.traffic().leavingBytes()).isZero();
            assertThat(uploads.nextLook()).as("a part that nobody waits for").isNull();

            store.failure = null;
            CompletableFuture<WriteResult> second = new CompletableFuture<>();
            new ObjectWriter(uploads).write(object, ObjectUploadTest.completion(second));
            assertThat(second).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(WriteResult.WRITTEN);
        }
        assertThat(store.heads)
                .singleElement()
                .satisfies(head -> assertThat(head.metadata())
                        .containsEntry("sluice-first-offset", "0")
                        .containsEntry("sluice-last-offset", "299")
                        .containsEntry("sluice-records", "300"));
    }

    private RotatingBatcher batcher(RotationOptions rotation, RecordFormat format) {
        return new RotatingBatcher(Records.rotation(rotation), format, Records.names(), budget, Records.noUploads());
    }

    @ParameterizedTest
    @CsvSource({"jsonl, none", "jsonl, gzip", "csv, zstd", "avro, none", "avro, zstd", "parquet, none", "parquet, zstd"
    })
    void whatAFormatHoldsBackCountsForTheSizeOfAnObject(String formatName, String codec) {
        FormatOptions options = options(formatName, codec);
        RecordFormat format = options.open();
        RotatingBatcher batcher = batcher(new RotationOptions(null, 50_000L, null, null, ZoneOffset.UTC, null), format);
        ObjectBatch full = null;
        for (int i = 0; full == null; i++) {
            assertThat(batcher.add(entry(record(i), options, format), Instant.EPOCH))
                    .isInstanceOf(Admission.Joined.class);
            full = batcher.poll(Instant.EPOCH);
            assertThat(i).isLessThan(70);
        }

        assertThat(full.trigger()).isEqualTo(BatchTrigger.BYTES);
        assertThat(full.length()).isBetween(50_000L, 68_000L);
        assertThat(full.size()).isGreaterThan(40);
        full.finish();
        assertThat(full.length()).isEqualTo(full.content().length()).isBetween(30_000L, 70_000L);
        full.stored();
        assertThat(budget.used()).isZero();
    }

    /** The size of Parquet's buffers is not looked at with each record, but often enough. */
    @ParameterizedTest
    @CsvSource({"20, 100000", "20, 1000000", "200, 100000", "2000, 100000"})
    void anObjectOfParquetIsLittleLargerThanItShould(int letters, long bytes) {
        FormatOptions options = options("parquet", "none");
        RecordFormat format = options.open();
        RotatingBatcher batcher = batcher(new RotationOptions(null, bytes, null, null, ZoneOffset.UTC, null), format);
        ObjectBatch full = null;
        for (int i = 0; full == null; i++) {
            batcher.add(entry(record(i, letters), options, format), Instant.EPOCH);
            full = batcher.poll(Instant.EPOCH);
        }

        assertThat(full.length()).isBetween(bytes, bytes + bytes / 16 + 16L * (letters + 20));
        full.discard();
    }

    /** What a format holds is memory too, though no byte is in the object. */
    @ParameterizedTest
    @ValueSource(strings = {"avro", "parquet"})
    void whatAFormatHoldsBackIsCharged(String formatName) {
        FormatOptions options = options(formatName, "none");
        RecordFormat format = options.open();
        RotatingBatcher batcher = batcher(Records.everyRecord(1000), format);
        for (int i = 0; i < 33; i++) {
            batcher.add(entry(record(i), options, format), Instant.EPOCH);
        }

        assertThat(budget.used()).isGreaterThan(32_000);
        assertThat(batcher.closeLargest()).isTrue();
        batcher.poll(Instant.EPOCH).discard();
        assertThat(budget.used()).isZero();
    }
}
