package dev.sluice.oss.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ListObjectsRequest;
import com.aliyun.oss.model.OSSObjectSummary;
import dev.sluice.oss.OssSinkConnector;
import dev.sluice.oss.Records;
import dev.sluice.testkit.harness.SinkTaskHarness;
import dev.sluice.testkit.oss.OssEmulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xerial.snappy.SnappyFramedInputStream;

/** Every format through the whole connector: validated, started, stored in a bucket, and read by somebody else's code. */
class FormatsEndToEndTest {
    private static final int RECORDS = 60;
    private static final int AN_OBJECT = 25;
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .name("Order")
            .field("id", Schema.INT32_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "json, gzip, .json.gz, application/gzip",
        "jsonl, zstd, .jsonl.zst, application/zstd",
        "csv, gzip, .csv.gz, application/gzip",
        "avro, snappy, .avro, application/vnd.apache.avro",
        "parquet, auto, .parquet, application/vnd.apache.parquet",
        "bytes, lz4, .bin.lz4, application/x-lz4",
        "text, snappy, .txt.sz, application/x-snappy-framed",
    })
    void whatGoesInIsReadFromTheBucket(String format, String codec, String extension, String contentType)
            throws Exception {
        List<String> read = new ArrayList<>();
        try (OssEmulator emulator = OssEmulator.builder()
                        .accessKey("an-id", "a-secret")
                        .bucket("a-bucket")
                        .build();
                SinkTaskHarness worker = SinkTaskHarness.ofConnector(OssSinkConnector.class)) {
            emulator.start();
            TopicPartition partition = new TopicPartition("t", 0);
            for (int i = 0; i < RECORDS; i++) {
                produce(worker, partition, format, i);
            }
            worker.start(Records.config(
                    "oss.endpoint",
                    emulator.endpoint().toString(),
                    "format",
                    format,
                    "oss.compression.type",
                    codec,
                    "flush.size",
                    "" + AN_OBJECT,
                    "rotate.idle.ms",
                    "300"));
            worker.assign(partition);
            worker.pollUntil(
                    () -> {
                        worker.commit();
                        return worker.committed(partition) == RECORDS;
                    },
                    Duration.ofSeconds(30));
            worker.stop();

            Map<String, byte[]> objects = objects(emulator, contentType);
            assertThat(objects.keySet())
                    .containsExactlyElementsOf(IntStream.of(0, AN_OBJECT, 2 * AN_OBJECT)
                            .mapToObj(first -> "topics/t/partition=0/t+0+%010d%s".formatted(first, extension))
                            .toList());
            for (byte[] object : objects.values()) {
                read.addAll(read(format, object, extension));
            }
        }
        assertThat(read)
                .containsExactlyElementsOf(IntStream.range(0, RECORDS)
                        .mapToObj(FormatsEndToEndTest::expected)
                        .toList());
    }

    /** With a budget that is less than the object, so its row groups have to leave. */
    @Test
    void anObjectOfParquetThatIsLargerThanMemoryIsOneInParts() throws Exception {
        int rows = 12_000;
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("text", Schema.STRING_SCHEMA)
                .build();
        Random random = new Random(1);
        try (OssEmulator emulator = OssEmulator.builder()
                        .accessKey("an-id", "a-secret")
                        .bucket("a-bucket")
                        .build();
                SinkTaskHarness worker = SinkTaskHarness.ofConnector(OssSinkConnector.class)) {
            emulator.start();
            TopicPartition partition = new TopicPartition("t", 0);
            for (int i = 0; i < rows; i++) {
                StringBuilder text = new StringBuilder();
                random.ints(500, ' ', 127).forEach(text::appendCodePoint);
                worker.produce(
                        partition,
                        null,
                        null,
                        schema,
                        new Struct(schema).put("id", i).put("text", text.toString()));
            }
            worker.start(Records.config(
                    "oss.endpoint",
                    emulator.endpoint().toString(),
                    "format",
                    "parquet",
                    "oss.compression.type",
                    "none",
                    "flush.size",
                    "" + rows,
                    "rotate.schedule.interval.ms",
                    "-1",
                    "buffer.max.bytes",
                    "4194304",
                    "oss.part.size",
                    "204800"));
            worker.assign(partition);
            worker.pollUntil(
                    () -> {
                        worker.commit();
                        return worker.committed(partition) == rows;
                    },
                    Duration.ofSeconds(60));
            worker.stop();

            assertThat(emulator.calls().stream()
                            .filter(call -> call.operation().equals("UploadPart"))
                            .count())
                    .isGreaterThan(15);
            Map<String, byte[]> objects = objects(emulator, "application/vnd.apache.parquet");
            assertThat(objects).containsOnlyKeys("topics/t/partition=0/t+0+0000000000.parquet");
            byte[] object = objects.values().iterator().next();
            assertThat(object.length).isGreaterThan(6_000_000);
            try (Duck duck = new Duck(directory)) {
                assertThat(duck.query(
                                "select count(*), sum(id), count(distinct text), min(length(text)) from $file",
                                object,
                                ".parquet"))
                        .containsExactly(List.of("" + rows, "" + rows * (rows - 1L) / 2, "" + rows, "500"));
                assertThat(duck.query(
                                "select count(distinct row_group_id) > 3 from parquet_metadata($file)",
                                object,
                                ".parquet"))
                        .containsExactly(List.of("true"));
            }
        }
    }

    private static String expected(int id) {
        return id + " " + name(id);
    }

    private static String name(int id) {
        return id % 7 == 0 ? null : "汉, \"" + id + "\"";
    }

    private static void produce(SinkTaskHarness worker, TopicPartition partition, String format, int id) {
        if (format.equals("bytes")) {
            worker.produce(partition, null, null, null, expected(id).getBytes(StandardCharsets.UTF_8));
        } else if (format.equals("text") || format.equals("json")) {
            worker.produce(partition, null, null, Schema.STRING_SCHEMA, expected(id));
        } else {
            worker.produce(
                    partition,
                    null,
                    null,
                    SCHEMA,
                    new Struct(SCHEMA).put("id", id).put("name", name(id)));
        }
    }

    private static Map<String, byte[]> objects(OssEmulator emulator, String contentType) throws IOException {
        OSS client = emulator.client();
        try {
            Map<String, byte[]> objects = new TreeMap<>();
            for (OSSObjectSummary summary :
                    client.listObjects(new ListObjectsRequest("a-bucket")).getObjectSummaries()) {
                try (var object = client.getObject("a-bucket", summary.getKey());
                        InputStream content = object.getObjectContent()) {
                    assertThat(object.getObjectMetadata().getContentType()).isEqualTo(contentType);
                    objects.put(summary.getKey(), content.readAllBytes());
                }
            }
            return objects;
        } finally {
            client.shutdown();
        }
    }

    private List<String> read(String format, byte[] object, String extension) throws Exception {
        ByteArrayInputStream stream = new ByteArrayInputStream(object);
        return switch (format) {
            case "json" -> {
                try (InputStream plain = new GZIPInputStream(stream)) {
                    yield dev.sluice.oss.Envelopes.parse(new String(plain.readAllBytes(), StandardCharsets.UTF_8))
                            .stream()
                            .map(envelope -> (String) envelope.get("value"))
                            .toList();
                }
            }
            case "avro" ->
                AvroFormatTest.read(object).stream()
                        .map(row -> row.get("id") + " " + row.get("name"))
                        .toList();
            case "bytes", "text" -> {
                try (InputStream plain = format.equals("bytes")
                        ? new LZ4FrameInputStream(stream)
                        : new SnappyFramedInputStream(stream)) {
                    yield new String(plain.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList();
                }
            }
            default -> {
                String table = switch (format) {
                    case "jsonl" -> "read_json_auto($file)";
                    case "csv" -> "read_csv($file, header = true)";
                    default -> "$file";
                };
                try (Duck duck = new Duck(directory)) {
                    yield duck.query("select id, name from " + table, object, extension).stream()
                            .map(row -> row.get(0) + " " + row.get(1))
                            .toList();
                }
            }
        };
    }
}
