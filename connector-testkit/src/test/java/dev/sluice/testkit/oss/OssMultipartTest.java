package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.AbortMultipartUploadRequest;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.CompleteMultipartUploadResult;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ListMultipartUploadsRequest;
import com.aliyun.oss.model.ListPartsRequest;
import com.aliyun.oss.model.MultipartUpload;
import com.aliyun.oss.model.MultipartUploadListing;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.PartListing;
import com.aliyun.oss.model.UploadPartCopyRequest;
import com.aliyun.oss.model.UploadPartRequest;
import com.aliyun.oss.model.UploadPartResult;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
        value = SignVersion.class,
        names = {"V1", "V4"})
class OssMultipartTest extends OssContract {
    private static final int PART = 100 * 1024;

    @Parameter
    SignVersion version;

    @Override
    SignVersion signVersion() {
        return version;
    }

    @Test
    void partsMakeOneObjectThatIsInvisibleUntilTheyAreCompleted() throws Exception {
        byte[] all = noise(2 * PART + 10);
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setContentType("text/csv");
        metadata.addUserMetadata("who", "me");
        String id = oss.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, "big", metadata))
                .getUploadId();
        List<PartETag> tags = new ArrayList<>();
        // The order of arrival does not matter.
        for (int number : new int[] {3, 1, 2}) {
            byte[] body = Arrays.copyOfRange(all, (number - 1) * PART, Math.min(all.length, number * PART));
            tags.add(part("big", id, number, body).getPartETag());
        }
        tags.sort((a, b) -> Integer.compare(a.getPartNumber(), b.getPartNumber()));
        assertThat(oss.doesObjectExist(BUCKET, "big")).isFalse();

        CompleteMultipartUploadResult result = complete("big", id, tags);

        // The SDK compares the service's CRC with one combined from the parts, and throws if they differ.
        assertThat(result.getServerCRC()).isEqualTo(result.getClientCRC()).isNotNull();
        assertThat(result.getETag()).matches("[0-9A-F]{32}-3");
        assertThat(oss.getObject(BUCKET, "big").getObjectContent().readAllBytes())
                .isEqualTo(all);
        ObjectMetadata head = oss.getObjectMetadata(BUCKET, "big");
        assertThat(head.getContentType()).isEqualTo("text/csv");
        assertThat(head.getUserMetadata()).containsEntry("who", "me");
        assertThat(head.getObjectType()).isEqualTo("Multipart");
        refusal("NoSuchUpload", () -> complete("big", id, tags));
    }

    @Test
    void aPartSentAgainReplacesTheFormer() throws Exception {
        String id = initiate("k");
        PartETag stale = part("k", id, 1, bytes("old")).getPartETag();
        PartETag fresh = part("k", id, 1, bytes("new")).getPartETag();
        String refused =
                refusal("InvalidPart", () -> complete("k", id, List.of(stale))).getRawResponseError();
        assertThat(refused).contains("<PartNumber>1</PartNumber>").contains(id);
        complete("k", id, List.of(fresh));
        assertThat(get("k")).isEqualTo("new");
    }

    @Test
    void whatMayNotBeJoinedIsRefusedAndTheUploadGoesOn() throws Exception {
        String id = initiate("k");
        PartETag one = part("k", id, 1, noise(PART - 1)).getPartETag();
        PartETag two = part("k", id, 2, bytes("end")).getPartETag();
        assertThat(refusal("EntityTooSmall", () -> complete("k", id, List.of(one, two)))
                        .getRawResponseError())
                .contains("<MinSizeAllowed>102400</MinSizeAllowed>");
        refusal("InvalidPart", () -> complete("k", id, List.of(one, new PartETag(7, two.getETag()))));
        assertThat(oss.doesObjectExist(BUCKET, "k")).isFalse();

        PartETag whole = part("k", id, 1, noise(PART)).getPartETag();
        complete("k", id, List.of(whole, two));
        assertThat(oss.getObjectMetadata(BUCKET, "k").getContentLength()).isEqualTo(PART + 3);
    }

    @Test
    void partNumbersGoFromOneToTenThousand() {
        String id = initiate("k");
        assertThat(part("k", id, 10_000, bytes("x")).getETag()).isNotEmpty();
        refusal("NoSuchUpload", () -> part("k", "0123", 1, bytes("x")));
        refusal("NoSuchUpload", () -> part("other", id, 1, bytes("x")));
    }

    @Test
    void forbidOverwriteHoldsAtBothEnds() throws Exception {
        String id = initiate("k");
        PartETag tag = part("k", id, 1, bytes("mine")).getPartETag();
        put("k", "theirs");
        CompleteMultipartUploadRequest forbidding =
                new CompleteMultipartUploadRequest(BUCKET, "k", id, new ArrayList<>(List.of(tag)));
        forbidding.addHeader("x-oss-forbid-overwrite", "true");
        refusal("FileAlreadyExists", () -> oss.completeMultipartUpload(forbidding));
        ObjectMetadata forbid = new ObjectMetadata();
        forbid.setHeader("x-oss-forbid-overwrite", "true");
        InitiateMultipartUploadRequest again = new InitiateMultipartUploadRequest(BUCKET, "k", forbid);
        refusal("FileAlreadyExists", () -> oss.initiateMultipartUpload(again));
        assertThat(get("k")).isEqualTo("theirs");
        complete("k", id, new ArrayList<>(List.of(tag)));
        assertThat(get("k")).isEqualTo("mine");
    }

    @Test
    void anAbortedUploadIsGone() {
        String id = initiate("k");
        part("k", id, 1, bytes("x"));
        oss.abortMultipartUpload(new AbortMultipartUploadRequest(BUCKET, "k", id));
        refusal("NoSuchUpload", () -> oss.abortMultipartUpload(new AbortMultipartUploadRequest(BUCKET, "k", id)));
        refusal("NoSuchUpload", () -> part("k", id, 2, bytes("x")));
        refusal("NoSuchUpload", () -> oss.listParts(new ListPartsRequest(BUCKET, "k", id)));
    }

    @Test
    void partsAreListedInPages() {
        String id = initiate("k");
        for (int number = 1; number <= 5; number++) {
            part("k", id, number, bytes("part " + number));
        }
        ListPartsRequest request = new ListPartsRequest(BUCKET, "k", id);
        request.setMaxParts(3);
        PartListing first = oss.listParts(request);
        assertThat(first.getParts()).extracting(p -> p.getPartNumber()).containsExactly(1, 2, 3);
        assertThat(first.isTruncated()).isTrue();
        assertThat(first.getParts().get(0).getSize()).isEqualTo(6);
        request.setPartNumberMarker(first.getNextPartNumberMarker());
        PartListing second = oss.listParts(request);
        assertThat(second.getParts()).extracting(p -> p.getPartNumber()).containsExactly(4, 5);
        assertThat(second.isTruncated()).isFalse();
    }

    @Test
    void uploadsAreListedInPagesAndRolledUp() {
        String first = initiate("a");
        String second = initiate("a");
        initiate("b/1");
        initiate("b/2");
        initiate("c");
        ListMultipartUploadsRequest request = new ListMultipartUploadsRequest(BUCKET);
        request.setDelimiter("/");
        request.setMaxUploads(1);
        List<String> seen = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        MultipartUploadListing page;
        do {
            page = oss.listMultipartUploads(request);
            page.getMultipartUploads().forEach(u -> seen.add(u.getKey() + " " + u.getUploadId()));
            prefixes.addAll(page.getCommonPrefixes());
            request.setKeyMarker(page.getNextKeyMarker());
            request.setUploadIdMarker(page.getNextUploadIdMarker());
        } while (page.isTruncated());
        assertThat(seen)
                .hasSize(3)
                .startsWith("a " + first, "a " + second)
                .last()
                .asString()
                .startsWith("c ");
        assertThat(prefixes).containsExactly("b/");
        ListMultipartUploadsRequest prefixed = new ListMultipartUploadsRequest(BUCKET);
        prefixed.setPrefix("b/");
        assertThat(oss.listMultipartUploads(prefixed).getMultipartUploads())
                .extracting(MultipartUpload::getKey)
                .containsExactly("b/1", "b/2");
    }

    @Test
    void aPartMayBeCopiedFromAnObject() throws Exception {
        byte[] source = noise(PART + 50);
        oss.putObject(BUCKET, "source", new ByteArrayInputStream(source));
        String id = initiate("k");
        UploadPartCopyRequest copy = new UploadPartCopyRequest(BUCKET, "source", BUCKET, "k");
        copy.setUploadId(id);
        copy.setPartNumber(1);
        copy.setBeginIndex(50L);
        copy.setPartSize((long) PART);
        PartETag one = oss.uploadPartCopy(copy).getPartETag();
        PartETag two = part("k", id, 2, bytes("!")).getPartETag();
        complete("k", id, List.of(one, two));
        byte[] back = oss.getObject(BUCKET, "k").getObjectContent().readAllBytes();
        assertThat(Arrays.copyOf(back, PART)).isEqualTo(Arrays.copyOfRange(source, 50, source.length));
        assertThat(back).hasSize(PART + 1).endsWith((byte) '!');
    }

    @Test
    void allPartsCanBeCompletedUnnamed() throws Exception {
        String id = initiate("k");
        part("k", id, 1, noise(PART));
        part("k", id, 2, bytes("end"));
        CompleteMultipartUploadRequest request = new CompleteMultipartUploadRequest(BUCKET, "k", id, null);
        request.addHeader("x-oss-complete-all", "yes");
        oss.completeMultipartUpload(request);
        assertThat(oss.getObjectMetadata(BUCKET, "k").getContentLength()).isEqualTo(PART + 3);
    }

    private String initiate(String key) {
        return oss.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, key))
                .getUploadId();
    }

    private UploadPartResult part(String key, String id, int number, byte[] body) {
        return oss.uploadPart(
                new UploadPartRequest(BUCKET, key, id, number, new ByteArrayInputStream(body), body.length));
    }

    private CompleteMultipartUploadResult complete(String key, String id, List<PartETag> tags) {
        return oss.completeMultipartUpload(new CompleteMultipartUploadRequest(BUCKET, key, id, new ArrayList<>(tags)));
    }
}
