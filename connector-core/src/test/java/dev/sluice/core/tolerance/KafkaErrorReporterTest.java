package dev.sluice.core.tolerance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.config.ErrorTopicOptions;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.mapping.RecordOrigin;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaErrorReporterTest {

    /** As the worker's own record: it keeps what was read from Kafka behind a context. */
    public static final class WorkerRecord extends SinkRecord {
        private final Context context;

        WorkerRecord(ConsumerRecord<byte[], byte[]> original) {
            super("renamed", 0, null, null, null, "converted", original.offset(), 99L, TimestampType.CREATE_TIME);
            context = new Context(original);
        }

        public Context context() {
            return context;
        }
    }

    /** As the worker's. */
    public record Context(ConsumerRecord<byte[], byte[]> original) {}

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final KafkaErrorReporter reporter =
            new KafkaErrorReporter(producer, "errors", new ErrorHeaders("orders", 3));

    private static ErrantRecord errant(SinkRecord record) {
        return new ErrantRecord(
                record,
                new RecordOrigin(new TopicPartition("t", 2), 41),
                ErrantRecord.Stage.WRITING,
                Failure.rejected("OTSParameterInvalid", "the column is too long"));
    }

    private ProducerRecord<byte[], byte[]> sent() {
        assertThat(producer.history()).hasSize(1);
        return producer.history().get(0);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private List<String> headers() {
        List<String> headers = new ArrayList<>();
        for (Header header : sent().headers()) {
            headers.add(header.key() + "=" + text(header.value()));
        }
        return headers;
    }

    @Test
    void theBytesThatTheWorkerReadAreSentAgain() {
        ConsumerRecord<byte[], byte[]> original =
                new ConsumerRecord<>("t", 2, 41, new byte[] {1, 2}, new byte[] {(byte) 0xff, 0});
        original.headers().add("own", new byte[] {7});
        var unused = reporter.report(errant(new WorkerRecord(original)));
        assertThat(sent().topic()).isEqualTo("errors");
        assertThat(sent().key()).containsExactly(1, 2);
        assertThat(sent().value()).containsExactly(0xff, 0);
        assertThat(sent().timestamp()).isNull();
        assertThat(sent().headers().lastHeader("own").value()).containsExactly(7);
        assertThat(headers().subList(1, headers().size()))
                .containsExactly(
                        "__connect.errors.topic=t",
                        "__connect.errors.partition=2",
                        "__connect.errors.offset=41",
                        "__connect.errors.connector.name=orders",
                        "__connect.errors.task.id=3",
                        "__connect.errors.stage=WRITING",
                        "__connect.errors.exception.message=the column is too long",
                        "__sluice.errors.code=OTSParameterInvalid",
                        "__sluice.errors.encoding=original",
                        "__sluice.errors.timestamp=99");
        assertThat(original.headers()).as("the worker's own are left alone").hasSize(1);
    }

    @Test
    void withoutTheOriginalBytesTheRecordIsJson() {
        Schema schema = SchemaBuilder.struct()
                .field("name", Schema.STRING_SCHEMA)
                .field("price", Decimal.schema(2))
                .field("raw", Schema.BYTES_SCHEMA)
                .field("tags", SchemaBuilder.array(Schema.FLOAT64_SCHEMA).build())
                .field("none", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        Struct value = new Struct(schema)
                .put("name", "a \"b\"\n\u0001")
                .put("price", new java.math.BigDecimal("1.50"))
                .put("raw", new byte[] {1, 2, 3})
                .put("tags", Arrays.asList(1.5, Double.NaN));
        SinkRecord record = new SinkRecord("t", 2, null, Map.of(5, true), schema, value, 41);
        record.headers().addString("h", "x").addBytes("b", new byte[] {9});
        var unused = reporter.report(errant(record));
        assertThat(text(sent().key())).isEqualTo("{\"5\":true}");
        assertThat(text(sent().value()))
                .isEqualTo("{\"name\":\"a \\\"b\\\"\\u000a\\u0001\",\"price\":\"1.50\",\"raw\":\"AQID\","
                        + "\"tags\":[1.5,\"NaN\"],\"none\":null}");
        assertThat(headers()).startsWith("h=\"x\"", "b=\t").contains("__sluice.errors.encoding=json");
    }

    @Test
    void nullStaysNullAndBytesStayBytes() {
        var unused = reporter.report(errant(new SinkRecord("t", 2, null, new byte[] {8}, null, null, 41)));
        assertThat(sent().key()).containsExactly(8);
        assertThat(sent().value()).isNull();
    }

    @Test
    void aReportIsDoneWhenTheBrokersHaveItAndFailsWithThem() throws Exception {
        Future<?> first = reporter.report(errant(new SinkRecord("t", 2, null, null, null, "a", 41)));
        Future<?> second = reporter.report(errant(new SinkRecord("t", 2, null, null, null, "b", 42)));
        assertThat(first.isDone()).isFalse();
        producer.completeNext();
        assertThat(first.get()).isNotNull();
        producer.errorNext(new TimeoutException("too late"));
        assertThatThrownBy(second::get).hasRootCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void aClusterThatDoesNotAnswerIsSaidAtStartAndLeavesNoThread() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        ErrorTopicOptions options = new ErrorTopicOptions(
                "127.0.0.1:" + port,
                "errors",
                true,
                6,
                (short) -1,
                Map.of("default.api.timeout.ms", "300", "request.timeout.ms", "200"));
        assertThatThrownBy(() -> KafkaErrorReporter.open(options, "nobody-answers", 0))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Cannot use the topic errors of runtime.error.topic.name at 127.0.0.1:" + port)
                .hasMessageContaining("runtime.error.bootstrap.servers");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("nobody-answers"));
    }

    @Test
    void closingClosesTheProducer() {
        reporter.close();
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void theProducerIsSafeAndBoundedAndTheUsersSettingsReachIt() {
        ErrorTopicOptions options = new ErrorTopicOptions(
                "k:9092", "errors", true, 6, (short) -1, Map.of("security.protocol", "SSL", "max.block.ms", "2000"));
        assertThat(KafkaErrorReporter.producerConfig(options, "id"))
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("bootstrap.servers", "k:9092")
                .containsEntry("security.protocol", "SSL")
                .containsEntry("max.block.ms", "2000");
        assertThat(options.toString()).isEqualTo("errors");
    }
}
