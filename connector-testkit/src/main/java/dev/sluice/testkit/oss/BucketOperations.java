package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.internal.HttpReply;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/** What is asked of buckets themselves. */
final class BucketOperations {
    private static final String REGION = "oss-cn-hangzhou";
    private static final int MAX_BUCKETS = 1000;

    private final BucketStore store;
    private final InstantSource clock;

    BucketOperations(BucketStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    HttpReply list(OssRequest request) {
        int max = request.count("max-keys", 100, MAX_BUCKETS);
        String prefix = request.parameter("prefix", "");
        String marker = request.parameter("marker", "");
        Collection<Bucket> all = store.after(prefix, marker);
        List<Bucket> page = all.stream().limit(max).toList();
        boolean truncated = all.size() > page.size();
        XmlDocument xml = new XmlDocument("ListAllMyBucketsResult");
        xml.element("Prefix", prefix).element("Marker", marker).element("MaxKeys", max);
        xml.element("IsTruncated", truncated);
        if (truncated) {
            xml.element("NextMarker", page.get(page.size() - 1).name());
        }
        Replies.owner(xml);
        xml.open("Buckets");
        for (Bucket bucket : page) {
            xml.open("Bucket");
            describe(xml, bucket);
            xml.close();
        }
        xml.close();
        return Replies.xml(xml);
    }

    HttpReply put(OssRequest request) throws IOException {
        String storageClass = null;
        byte[] body = ReceivedBody.xml(request);
        if (body.length > 0) {
            storageClass = Attributes.storageClass(
                    XmlNode.parse(body, "CreateBucketConfiguration").childText("StorageClass"));
        }
        String acl = request.header("x-oss-acl");
        String name = request.requiredBucket();
        store.create(name, clock.instant(), storageClass, acl == null ? null : Attributes.bucketAcl(acl));
        return HttpReply.empty(200, List.of(new HttpHeader("Location", "/" + name)));
    }

    HttpReply delete(OssRequest request) {
        store.delete(request.requiredBucket());
        return Replies.noContent();
    }

    HttpReply info(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        XmlDocument xml = new XmlDocument("BucketInfo");
        xml.open("Bucket");
        describe(xml, bucket);
        Replies.owner(xml);
        xml.element("DataRedundancyType", "LRS");
        xml.optional("Versioning", bucket.versioning().text());
        xml.open("AccessControlList").element("Grant", bucket.acl()).close();
        return Replies.xml(xml.close());
    }

    HttpReply location(OssRequest request) {
        store.bucket(request.requiredBucket());
        XmlDocument xml = new XmlDocument("LocationConstraint");
        return Replies.xml(xml.content(REGION));
    }

    HttpReply acl(OssRequest request) {
        return Replies.acl(store.bucket(request.requiredBucket()).acl());
    }

    HttpReply putAcl(OssRequest request) {
        String acl = request.header("x-oss-acl");
        if (acl == null) {
            throw OssError.missingArgument("x-oss-acl");
        }
        store.bucket(request.requiredBucket()).acl(Attributes.bucketAcl(acl));
        return Replies.ok();
    }

    HttpReply head(OssRequest request) {
        store.bucket(request.requiredBucket());
        return HttpReply.empty(
                200, List.of(new HttpHeader("x-oss-bucket-region", REGION), new HttpHeader("x-oss-bucket-type", "0")));
    }

    HttpReply stat(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        return Replies.xml(bucket.stat().toXml(clock.instant()));
    }

    /** The one region that the emulator says it is in. */
    HttpReply regions() {
        XmlDocument xml = new XmlDocument("RegionInfoList");
        xml.open("RegionInfo")
                .element("Region", REGION)
                .element("InternetEndpoint", REGION + ".aliyuncs.com")
                .element("InternalEndpoint", REGION + "-internal.aliyuncs.com")
                .element("AccelerateEndpoint", "oss-accelerate.aliyuncs.com");
        return Replies.xml(xml.close());
    }

    HttpReply versioning(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        XmlDocument xml = new XmlDocument("VersioningConfiguration");
        return Replies.xml(xml.optional("Status", bucket.versioning().text()));
    }

    HttpReply putVersioning(OssRequest request) throws IOException {
        Bucket bucket = store.bucket(request.requiredBucket());
        bucket.versioning(Versioning.fromXml(ReceivedBody.xml(request)));
        return Replies.ok();
    }

    private static void describe(XmlDocument xml, Bucket bucket) {
        xml.element("CreationDate", HttpDates.iso(bucket.created()))
                .element("ExtranetEndpoint", REGION + ".aliyuncs.com")
                .element("IntranetEndpoint", REGION + "-internal.aliyuncs.com")
                .element("Location", REGION)
                .element("Name", bucket.name())
                .element("Region", REGION.substring("oss-".length()))
                .element("StorageClass", bucket.storageClass());
    }
}
