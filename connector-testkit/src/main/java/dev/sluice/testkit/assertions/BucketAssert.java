package dev.sluice.testkit.assertions;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObjectSummary;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;

/**
 * Assertions on one bucket. Each asks the service anew, on the calling thread; what the client throws comes through.
 */
public final class BucketAssert extends AbstractAssert<BucketAssert, String> {
    private final OSS client;

    BucketAssert(OSS client, String bucket) {
        super(bucket, BucketAssert.class);
        this.client = client;
    }

    /**
     * The bucket is there.
     *
     * @return this
     */
    public BucketAssert exists() {
        if (!client.doesBucketExist(actual)) {
            throw failure("Expecting bucket %s to exist, but it does not", actual);
        }
        return this;
    }

    /**
     * Goes on with one object, which need not be there yet. Asks nothing.
     *
     * @param key of the object, without the bucket
     * @return assertions on it
     */
    public ObjectAssert object(String key) {
        return new ObjectAssert(client, actual, key);
    }

    /**
     * Goes on with the keys of all objects in the order of the service.
     *
     * @return the keys of this moment, from all pages of the list
     */
    public ListAssert<String> keys() {
        return keys("");
    }

    /**
     * Goes on with the keys that begin with the prefix, in the order of the service.
     *
     * @param prefix may be empty; no delimiter is used, so keys of deeper levels are there, too
     * @return the keys of this moment, from all pages of the list
     */
    public ListAssert<String> keys(String prefix) {
        return Assertions.assertThat(keyList(prefix)).as("keys of bucket %s that begin with \"%s\"", actual, prefix);
    }

    List<String> keyList(String prefix) {
        List<String> keys = new ArrayList<>();
        ListObjectsV2Request request = new ListObjectsV2Request(actual).withPrefix(prefix);
        ListObjectsV2Result page;
        do {
            page = client.listObjectsV2(request);
            page.getObjectSummaries().stream().map(OSSObjectSummary::getKey).forEach(keys::add);
            request.setContinuationToken(page.getNextContinuationToken());
        } while (page.isTruncated());
        return keys;
    }
}
