package dev.sluice.testkit.assertions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.ObjectMetadata;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractByteArrayAssert;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;

/**
 * Assertions on one object; each reads it anew, all of it into memory where the content matters. All but
 * {@link #doesNotExist} fail when it is not there, with the keys that are. What the client throws comes through.
 */
public final class ObjectAssert extends AbstractAssert<ObjectAssert, String> {
    private final OSS client;
    private final String bucket;

    ObjectAssert(OSS client, String bucket, String key) {
        super(key, ObjectAssert.class);
        this.client = client;
        this.bucket = bucket;
    }

    /**
     * The object is there.
     *
     * @return this
     */
    public ObjectAssert exists() {
        if (!client.doesObjectExist(bucket, actual)) {
            throw failure(
                    "Expecting bucket %s to have object %s, but it has %s",
                    bucket, actual, Found.some(new BucketAssert(client, bucket).keyList("")));
        }
        return this;
    }

    /**
     * The object is not there.
     *
     * @return this
     */
    public ObjectAssert doesNotExist() {
        if (client.doesObjectExist(bucket, actual)) {
            throw failure("Expecting bucket %s not to have object %s, but it does", bucket, actual);
        }
        return this;
    }

    /**
     * The content is exactly this text in UTF-8. It is not decompressed.
     *
     * @param text all of it
     * @return this
     */
    public ObjectAssert hasContent(String text) {
        content().isEqualTo(text);
        return this;
    }

    /**
     * Goes on with the content as UTF-8 text. It is not decompressed.
     *
     * @return AssertJ's assertions on a text
     */
    public AbstractStringAssert<?> content() {
        return Assertions.assertThat(new String(read(), UTF_8)).as("content of %s/%s", bucket, actual);
    }

    /**
     * Goes on with the content as bytes, as the service sends them.
     *
     * @return AssertJ's assertions on an array
     */
    public AbstractByteArrayAssert<?> bytes() {
        return Assertions.assertThat(read()).as("content of %s/%s", bucket, actual);
    }

    /**
     * The object has this user metadata.
     *
     * @param name without {@code x-oss-meta-}, in lower case, as the service keeps names
     * @param value as it was sent
     * @return this
     */
    public ObjectAssert hasMetadata(String name, String value) {
        String found = metadata().getUserMetadata().get(name);
        if (!value.equals(found)) {
            throw failure("Expecting %s/%s to have metadata %s=%s, but it is %s", bucket, actual, name, value, found);
        }
        return this;
    }

    /**
     * The object has this content type.
     *
     * @param type all of it, with parameters such as a charset
     * @return this
     */
    public ObjectAssert hasContentType(String type) {
        String found = metadata().getContentType();
        if (!type.equals(found)) {
            throw failure("Expecting %s/%s to have content type %s, but it is %s", bucket, actual, type, found);
        }
        return this;
    }

    /**
     * Goes on with the elements of the content, which must be one JSON array and nothing else.
     *
     * @return Jackson's nodes, in order
     */
    public ListAssert<JsonNode> jsonArray() {
        return Assertions.assertThat(elements()).as("elements of %s/%s", bucket, actual);
    }

    /**
     * As {@link #jsonArray()}, for envelopes: each element must be an object that names topic, partition and offset of
     * its record.
     *
     * @return Jackson's nodes, in order
     */
    public ListAssert<JsonNode> envelopes() {
        List<JsonNode> elements = elements();
        for (int i = 0; i < elements.size(); i++) {
            JsonNode element = elements.get(i);
            if (!element.path("topic").isTextual()
                    || !element.path("partition").isIntegralNumber()
                    || !element.path("offset").isIntegralNumber()) {
                throw failure(
                        "Expecting every element of %s/%s to be an envelope with topic, partition and offset, "
                                + "but element %d is %s",
                        bucket, actual, i, element);
            }
        }
        return Assertions.assertThat(elements).as("envelopes of %s/%s", bucket, actual);
    }

    private List<JsonNode> elements() {
        String text = new String(read(), UTF_8);
        try {
            JsonNode json = new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
            if (!json.isArray()) {
                throw failure("Expecting %s/%s to be a JSON array, but it is: %s", bucket, actual, text);
            }
            List<JsonNode> elements = new ArrayList<>();
            json.forEach(elements::add);
            return elements;
        } catch (JsonProcessingException e) {
            throw failure("Expecting %s/%s to be JSON, but it is not (%s): %s", bucket, actual, e.getMessage(), text);
        }
    }

    private ObjectMetadata metadata() {
        exists();
        return client.getObjectMetadata(bucket, actual);
    }

    private byte[] read() {
        exists();
        try (OSSObject object = client.getObject(bucket, actual)) {
            return object.getObjectContent().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + bucket + "/" + actual, e);
        }
    }
}
