package dev.sluice.oss;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ListObjectsRequest;
import com.aliyun.oss.model.OSSObjectSummary;
import dev.sluice.core.SinkDefinition;
import dev.sluice.testkit.conformance.EmulatedSink;
import dev.sluice.testkit.conformance.Payload;
import dev.sluice.testkit.conformance.Stored;
import dev.sluice.testkit.conformance.Trouble;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.oss.OssEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Objects of five records, or of what has come within a second. Their names sort by offset. */
final class OssUnderTest extends EmulatedSink {
    private static final String BUCKET = "a-bucket";
    private static final Duration SCHEDULE = Duration.ofSeconds(1);

    private final OssEmulator emulator;
    private final OSS client;
    private final Map<String, String> options;
    private final Function<byte[], List<Stored>> reader;

    /** The envelopes of json. */
    OssUnderTest() {
        this(Map.of(), OssUnderTest::readEnvelopes);
    }

    /**
     * In another format.
     *
     * @param options of the format
     * @param reader takes an object apart, by somebody else's code
     */
    OssUnderTest(Map<String, String> options, Function<byte[], List<Stored>> reader) {
        this(emulator(), "PutObject", options, reader);
    }

    /**
     * With {@code delivery.guarantee=exactly_once}.
     *
     * @param operation the one of the service that has trouble when a write is to have it
     */
    static OssUnderTest exactlyOnce(String operation) {
        return new OssUnderTest(
                emulator(), operation, Map.of("delivery.guarantee", "exactly_once"), OssUnderTest::readEnvelopes);
    }

    private static OssEmulator emulator() {
        return OssEmulator.builder()
                .accessKey("an-id", "a-secret")
                .bucket(BUCKET)
                .build();
    }

    private OssUnderTest(
            OssEmulator emulator,
            String operation,
            Map<String, String> options,
            Function<byte[], List<Stored>> reader) {
        super(emulator, operation);
        this.emulator = emulator;
        this.options = options;
        this.reader = reader;
        emulator.start();
        client = emulator.client();
    }

    @Override
    public SinkDefinition<?, ?> definition() {
        return new OssSinkDefinition();
    }

    @Override
    public Map<String, String> config() {
        Map<String, String> config = Records.config(
                "topics",
                "conformance",
                "oss.endpoint",
                emulator.endpoint().toString(),
                "flush.size",
                "5",
                "rotate.schedule.interval.ms",
                Long.toString(SCHEDULE.toMillis()));
        config.putAll(options);
        return config;
    }

    @Override
    public Duration settlesWithin() {
        return SCHEDULE;
    }

    @Override
    public Payload payload(String key, String value) {
        return new Payload(null, key, null, value);
    }

    @Override
    public Payload badPayload(String key, String text) {
        return new Payload(null, key, null, Map.of("text", text, "unknown", new Object()));
    }

    @Override
    public List<Stored> stored() {
        List<Stored> stored = new ArrayList<>();
        ListObjectsRequest all = new ListObjectsRequest(BUCKET).withMaxKeys(1000);
        for (OSSObjectSummary summary : client.listObjects(all).getObjectSummaries()) {
            if (summary.getKey().contains("/_sluice/")) {
                continue;
            }
            try (var content = client.getObject(BUCKET, summary.getKey()).getObjectContent()) {
                stored.addAll(reader.apply(content.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return stored;
    }

    private static List<Stored> readEnvelopes(byte[] object) {
        return Envelopes.parse(new String(object, StandardCharsets.UTF_8)).stream()
                .map(record -> new Stored((String) record.get("key"), (String) record.get("value")))
                .toList();
    }

    @Override
    protected Fault.ServiceError answer(Trouble trouble) {
        return switch (trouble) {
            case TRANSIENT -> new Fault.ServiceError(500, "InternalError");
            case THROTTLED -> new Fault.ServiceError(503, "TotalQpsLimitExceeded");
            case FATAL -> new Fault.ServiceError(403, "AccessDenied");
            case UNKNOWN, ANSWER_LOST -> new Fault.ServiceError(400, "NobodyKnows");
        };
    }

    @Override
    public void close() {
        client.shutdown();
        emulator.close();
    }

    /** Otherwise, where the clock cut an object, a replay may cut elsewhere, and the record is in two objects then. */
    @Override
    public boolean storesEachRecordOnce() {
        return options.containsKey("delivery.guarantee");
    }

    @Override
    public Map<String, String> wrongValues() {
        return Map.of("behavior.on.null.values", "fancy");
    }
}
