package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.internal.HttpReply;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Uploads in parts. */
final class MultipartOperations {
    private static final int MAX_PARTS = 10_000;
    private static final int MAX_LISTED = 1000;

    private final BucketStore store;
    private final InstantSource clock;
    private final ContentStore contents;
    private final Supplier<String> uploadIds;

    MultipartOperations(BucketStore store, ContentStore contents, InstantSource clock, Supplier<String> uploadIds) {
        this.store = store;
        this.contents = contents;
        this.clock = clock;
        this.uploadIds = uploadIds;
    }

    HttpReply initiate(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        String key = request.requiredKey();
        Names.checkKey(key);
        TextEncoding encoding = TextEncoding.of(request);
        MultipartUpload upload =
                new MultipartUpload(uploadIds.get(), key, clock.instant(), Attributes.of(request, bucket));
        bucket.initiate(upload, request.forbidsOverwrite());
        XmlDocument xml = new XmlDocument("InitiateMultipartUploadResult");
        encoding.announce(xml);
        xml.element("Bucket", bucket.name()).element("Key", encoding.apply(key)).element("UploadId", upload.id());
        return Replies.xml(xml);
    }

    HttpReply put(OssRequest request) throws IOException {
        Bucket bucket = store.bucket(request.requiredBucket());
        int number = partNumber(request.parameter("partNumber", ""));
        String id = request.parameter("uploadId", "");
        bucket.upload(request.requiredKey(), id);
        ReceivedBody body = ReceivedBody.object(request, contents);
        putPart(bucket, request, new MultipartUpload.Part(number, body, clock.instant()));
        return HttpReply.empty(200, stored(body));
    }

    HttpReply putCopy(OssRequest request) throws IOException {
        Bucket bucket = store.bucket(request.requiredBucket());
        int number = partNumber(request.parameter("partNumber", ""));
        String id = request.parameter("uploadId", "");
        bucket.upload(request.requiredKey(), id);
        CopySource from = CopySource.find(store, request, clock.instant());
        StoredObject source = from.object();
        ReceivedBody body;
        try {
            body = copied(source, request.header("x-oss-copy-source-range"));
        } finally {
            source.content().release();
        }
        MultipartUpload.Part part = new MultipartUpload.Part(number, body, clock.instant());
        putPart(bucket, request, part);
        XmlDocument xml = new XmlDocument("CopyPartResult");
        xml.element("LastModified", HttpDates.iso(part.lastModified())).element("ETag", quoted(body.etag()));
        return Replies.xml(xml);
    }

    private ReceivedBody copied(StoredObject source, @Nullable String wanted) throws IOException {
        ByteRange asked = wanted == null ? null : ByteRange.of(wanted, source.length(), false);
        ByteRange range = asked == null ? new ByteRange(0, source.length()) : asked;
        try (InputStream in = source.content().open(range.from(), range.count())) {
            if (in == null) {
                throw new IOException("the source is held and gone");
            }
            return ReceivedBody.copyOf(in, range.count(), contents);
        }
    }

    private static void putPart(Bucket bucket, OssRequest request, MultipartUpload.Part part) {
        try {
            bucket.putPart(request.requiredKey(), request.parameter("uploadId", ""), part);
        } catch (RuntimeException e) {
            part.body().content().release();
            throw e;
        }
    }

    HttpReply complete(OssRequest request) throws IOException {
        Bucket bucket = store.bucket(request.requiredBucket());
        String key = request.requiredKey();
        TextEncoding encoding = TextEncoding.of(request);
        byte[] body = ReceivedBody.xml(request);
        String all = request.header("x-oss-complete-all");
        boolean completeAll = "yes".equalsIgnoreCase(all);
        if (completeAll && body.length > 0) {
            throw OssError.invalidArgument("The body must be empty.", "x-oss-complete-all", "yes");
        }
        StoredObject object = bucket.complete(
                key,
                request.parameter("uploadId", ""),
                completeAll ? null : namedParts(body),
                clock.instant(),
                request.forbidsOverwrite());
        XmlDocument xml = new XmlDocument("CompleteMultipartUploadResult");
        encoding.announce(xml);
        xml.element("Location", "http://" + request.host() + '/' + Percent.encodePath(key))
                .element("Bucket", bucket.name())
                .element("Key", encoding.apply(key))
                .element("ETag", object.quotedEtag());
        HttpReply reply = Replies.xml(xml);
        List<HttpHeader> headers = new ArrayList<>(reply.headers());
        headers.addAll(ObjectHeaders.stored(bucket, object));
        return new HttpReply(200, headers, reply.length(), reply.content());
    }

    HttpReply abort(OssRequest request) {
        store.bucket(request.requiredBucket()).abort(request.requiredKey(), request.parameter("uploadId", ""));
        return Replies.noContent();
    }

    HttpReply listParts(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        TextEncoding encoding = TextEncoding.of(request);
        MultipartUpload upload = bucket.upload(request.requiredKey(), request.parameter("uploadId", ""));
        int max = request.count("max-parts", MAX_LISTED, MAX_LISTED);
        String marker = request.parameter("part-number-marker", "0");
        int after = (int) Math.min(MAX_PARTS, request.longValue("part-number-marker", marker));
        List<MultipartUpload.Part> page = new ArrayList<>();
        Iterator<MultipartUpload.Part> parts = upload.partsAfter(after).iterator();
        while (parts.hasNext() && page.size() < max) {
            page.add(parts.next());
        }
        XmlDocument xml = new XmlDocument("ListPartsResult");
        encoding.announce(xml);
        xml.element("Bucket", bucket.name())
                .element("Key", encoding.apply(upload.key()))
                .element("UploadId", upload.id())
                .element("StorageClass", storageClass(bucket, upload))
                .element("PartNumberMarker", after);
        if (!page.isEmpty()) {
            xml.element("NextPartNumberMarker", page.get(page.size() - 1).number());
        }
        xml.element("MaxParts", max).element("IsTruncated", parts.hasNext());
        for (MultipartUpload.Part part : page) {
            xml.open("Part")
                    .element("PartNumber", part.number())
                    .element("LastModified", HttpDates.iso(part.lastModified()))
                    .element("ETag", quoted(part.body().etag()))
                    .element("HashCrc64ecma", Crc64.text(part.body().crc64()))
                    .element("Size", part.body().content().length())
                    .close();
        }
        return Replies.xml(xml);
    }

    private static List<HttpHeader> stored(ReceivedBody body) {
        List<HttpHeader> headers = new ArrayList<>(3);
        headers.add(new HttpHeader("ETag", quoted(body.etag())));
        headers.add(new HttpHeader("x-oss-hash-crc64ecma", Crc64.text(body.crc64())));
        String md5 = body.md5Header();
        if (md5 != null) {
            headers.add(new HttpHeader("Content-MD5", md5));
        }
        return headers;
    }

    private static List<MultipartUpload.NamedPart> namedParts(byte[] body) {
        List<XmlNode> parts = XmlNode.parse(body, "CompleteMultipartUpload").children("Part");
        if (parts.isEmpty()) {
            throw OssError.malformedXml();
        }
        List<MultipartUpload.NamedPart> named = new ArrayList<>(parts.size());
        for (XmlNode part : parts) {
            String number = part.childText("PartNumber");
            String etag = part.childText("ETag");
            if (number == null || etag == null) {
                throw OssError.malformedXml();
            }
            named.add(new MultipartUpload.NamedPart(partNumber(number), etag.replace("\"", "")));
        }
        return named;
    }

    private static int partNumber(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= MAX_PARTS) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below, like a number out of bounds
        }
        throw OssError.invalidArgument(
                "Part number must be an integer between 1 and 10000, inclusive.", "partNumber", text);
    }

    static String storageClass(Bucket bucket, MultipartUpload upload) {
        String own = upload.attributes().storageClass();
        return own == null ? bucket.storageClass() : own;
    }

    private static String quoted(String etag) {
        return '"' + etag + '"';
    }
}
