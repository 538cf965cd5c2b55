package dev.sluice.cli;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObjectSummary;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads the objects of a bucket with the official SDK; each is a JSON array with one envelope per record. */
final class BucketObjects implements AutoCloseable {

    /**
     * What an object says of a record, beside its position.
     *
     * @param key text of the record's key
     * @param value text of its value
     * @param timestamp milliseconds since 1970
     * @param overflowed whether the value is not whole
     * @param valueSize bytes of the value
     */
    record Envelope(@Nullable String key, @Nullable String value, long timestamp, boolean overflowed, long valueSize) {}

    private final OSS client;
    private final String bucket;
    private final ObjectMapper json = new ObjectMapper();

    BucketObjects(Emulators emulators) {
        Emulators.Settings settings = emulators.settings();
        this.client = new OSSClientBuilder()
                .build(emulators.ossEndpoint(), settings.accessKeyId(), settings.accessKeySecret());
        this.bucket = settings.bucket();
    }

    /** Keys of all objects. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        ListObjectsV2Request request = new ListObjectsV2Request(bucket);
        while (true) {
            ListObjectsV2Result page = client.listObjectsV2(request);
            page.getObjectSummaries().stream().map(OSSObjectSummary::getKey).forEach(keys::add);
            if (!page.isTruncated()) {
                return keys;
            }
            request.setContinuationToken(page.getNextContinuationToken());
        }
    }

    /** The envelopes of one object. */
    JsonNode read(String key) {
        try (InputStream content = client.getObject(bucket, key).getObjectContent()) {
            JsonNode array = json.readTree(content);
            if (!array.isArray()) {
                throw new CommandFailure("The object " + key + " is not a JSON array.");
            }
            return array;
        } catch (IOException e) {
            throw new CommandFailure("The object " + key + " is not JSON: " + e.getMessage(), e);
        }
    }

    /** Hands over each record of one object. */
    void forEach(String key, BiConsumer<Position, Envelope> reader) {
        for (JsonNode envelope : read(key)) {
            reader.accept(
                    new Position(
                            envelope.path("topic").asText(),
                            envelope.path("partition").asInt(-1),
                            envelope.path("offset").asLong(-1)),
                    new Envelope(
                            envelope.path("key").textValue(),
                            envelope.path("value").textValue(),
                            envelope.path("timestamp").asLong(-1),
                            envelope.path("overflowFlag").asBoolean(true),
                            envelope.path("valueSize").asLong(-1)));
        }
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
