package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.ListObjectsRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObjectSummary;
import com.aliyun.oss.model.ObjectListing;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
        value = SignVersion.class,
        names = {"V1", "V4"})
class OssListingTest extends OssContract {
    @Parameter
    SignVersion version;

    @Override
    SignVersion signVersion() {
        return version;
    }

    @Test
    void keysComeInTheOrderOfTheirBytes() {
        // In UTF-16 the last two would be the other way round.
        List<String> keys = List.of("A", "a", "a/b", "b", "é", "\uFF5E", "\uD83D\uDE00");
        for (int i = keys.size() - 1; i >= 0; i--) {
            put(keys.get(i), "x");
        }
        assertThat(keysOf(oss.listObjects(BUCKET).getObjectSummaries())).isEqualTo(keys);
        assertThat(keysOf(oss.listObjectsV2(BUCKET).getObjectSummaries())).isEqualTo(keys);
    }

    @Test
    void aSummaryDescribesTheObject() {
        put("thing", "hello");
        OSSObjectSummary summary = oss.listObjects(BUCKET).getObjectSummaries().get(0);
        assertThat(summary.getSize()).isEqualTo(5);
        assertThat(summary.getETag()).isEqualTo("5D41402ABC4B2A76B9719D911017C592");
        assertThat(summary.getStorageClass()).isEqualTo("Standard");
        assertThat(summary.getLastModified()).isNotNull();
        assertThat(summary.getOwner().getId()).isEqualTo(Replies.OWNER);
        assertThat(oss.listObjectsV2(BUCKET).getObjectSummaries().get(0).getOwner())
                .isNull();
    }

    @Test
    void aDelimiterRollsUpAndPagesGoOnBehindARolledUpPrefix() {
        for (String key : List.of("a", "b/1", "b/2", "b/3/x", "c", "d/1", "e")) {
            put(key, "x");
        }
        for (int pageSize = 1; pageSize <= 6; pageSize++) {
            List<String> keys = new ArrayList<>();
            List<String> prefixes = new ArrayList<>();
            String marker = null;
            ObjectListing page;
            do {
                page = oss.listObjects(new ListObjectsRequest(BUCKET, null, marker, "/", pageSize));
                keys.addAll(keysOf(page.getObjectSummaries()));
                prefixes.addAll(page.getCommonPrefixes());
                marker = page.getNextMarker();
            } while (page.isTruncated());
            assertThat(keys).as("pages of " + pageSize).containsExactly("a", "c", "e");
            assertThat(prefixes).as("pages of " + pageSize).containsExactly("b/", "d/");
        }
        ObjectListing inside = oss.listObjects(new ListObjectsRequest(BUCKET, "b/", null, "/", 100));
        assertThat(keysOf(inside.getObjectSummaries())).containsExactly("b/1", "b/2");
        assertThat(inside.getCommonPrefixes()).containsExactly("b/3/");
    }

    @Test
    void versionTwoGoesOnWithItsToken() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            all.add(String.format("k/%02d", i));
            put(all.get(i), "x");
        }
        List<String> seen = new ArrayList<>();
        String token = null;
        ListObjectsV2Result page;
        do {
            page = oss.listObjectsV2(new ListObjectsV2Request(BUCKET, "k/", token, null, null, 10, null, false));
            assertThat(page.getKeyCount()).isEqualTo(page.getObjectSummaries().size());
            seen.addAll(keysOf(page.getObjectSummaries()));
            token = page.getNextContinuationToken();
        } while (page.isTruncated());
        assertThat(seen).isEqualTo(all);

        ListObjectsV2Request after = new ListObjectsV2Request(BUCKET);
        after.setStartAfter("k/20");
        after.setFetchOwner(true);
        ListObjectsV2Result rest = oss.listObjectsV2(after);
        assertThat(keysOf(rest.getObjectSummaries())).containsExactly("k/21", "k/22", "k/23", "k/24");
        assertThat(rest.getObjectSummaries().get(0).getOwner().getId()).isEqualTo(Replies.OWNER);
    }

    @Test
    void anEmptyBucketIsAnEmptyPage() {
        assertThat(oss.listObjects(BUCKET).getObjectSummaries()).isEmpty();
        assertThat(oss.listObjects(BUCKET).isTruncated()).isFalse();
        assertThat(oss.listObjectsV2(BUCKET).getKeyCount()).isZero();
    }

    @Test
    void urlEncodingCarriesKeysThatXmlCannotHold() {
        String key = "tab\tcontrol\u0001 newline\n&<é";
        put(key, "x");
        ListObjectsV2Request request = new ListObjectsV2Request(BUCKET);
        request.setEncodingType("url");
        String listed = oss.listObjectsV2(request).getObjectSummaries().get(0).getKey();
        assertThat(URLDecoder.decode(listed, StandardCharsets.UTF_8)).isEqualTo(key);
        ListObjectsRequest first = new ListObjectsRequest(BUCKET);
        first.setEncodingType("url");
        assertThat(oss.listObjects(first).getObjectSummaries().get(0).getKey())
                .isEqualTo(oss.listObjects(first).getEncodingType() == null ? key : listed);
    }

    @Test
    void aPageHasOneToAThousandKeys() {
        ListObjectsV2Request request = new ListObjectsV2Request(BUCKET);
        request.setMaxKeys(1000);
        assertThat(oss.listObjectsV2(request).getMaxKeys()).isEqualTo(1000);
        request.setContinuationToken("not a token");
        refusal("InvalidArgument", () -> oss.listObjectsV2(request));
    }

    private static List<String> keysOf(List<OSSObjectSummary> summaries) {
        return summaries.stream().map(OSSObjectSummary::getKey).toList();
    }
}
