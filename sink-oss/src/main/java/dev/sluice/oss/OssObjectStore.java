package dev.sluice.oss;

import com.aliyun.oss.InconsistentException;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSErrorCode;
import com.aliyun.oss.ServiceException;
import com.aliyun.oss.common.utils.CRC64;
import com.aliyun.oss.internal.OSSHeaders;
import com.aliyun.oss.model.AbortMultipartUploadRequest;
import com.aliyun.oss.model.AppendObjectRequest;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.CompleteMultipartUploadResult;
import com.aliyun.oss.model.GenericRequest;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ListMultipartUploadsRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.MultipartUpload;
import com.aliyun.oss.model.MultipartUploadListing;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.PutObjectRequest;
import com.aliyun.oss.model.PutObjectResult;
import com.aliyun.oss.model.SetObjectTaggingRequest;
import com.aliyun.oss.model.UploadPartRequest;
import com.aliyun.oss.model.UploadPartResult;
import com.aliyun.oss.model.WebServiceRequest;
import com.google.common.net.HttpHeaders;
import dev.sluice.core.credentials.CredentialsProvider;
import dev.sluice.oss.commit.PreparedObject;
import dev.sluice.oss.commit.UploadedPart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bucket, through the service's own client. The CRC-64 of what was encoded is compared with what the service says it has. */
final class OssObjectStore implements ObjectStore {
    private final OssClients clients;
    private final ObjectOptions objects;
    /** Replaced on the task thread alone. */
    private volatile OSS client;

    private static final String FORBID_OVERWRITE = "x-oss-forbid-overwrite";

    private final CredentialsProvider credentials;
    private final String bucket;

    /** @param credentials closed with the store */
    OssObjectStore(
            ServiceOptions service,
            ConnectionOptions connection,
            ObjectOptions objects,
            CredentialsProvider credentials) {
        this.credentials = credentials;
        this.bucket = service.bucket();
        this.objects = objects;
        this.clients = new OssClients(service, connection, credentials);
        this.client = clients.open();
    }

    /** @param name of whoever uses it, for the threads that fetch credentials */
    static OssObjectStore open(OssOptions options, InstantSource clock, String name) {
        return new OssObjectStore(
                options.service(),
                options.connection(),
                options.objects(),
                options.credentials().start(clock, name));
    }

    @Override
    public void put(ObjectHead head, ObjectContent content, Transfer transfer) {
        ObjectMetadata headers = headersOf(head);
        headers.setContentLength(content.length());
        try {
            PutObjectResult stored =
                    call(new PutObjectRequest(bucket, head.key(), content.open(transfer), headers), OSS::putObject);
            compare(content.crc(), stored.getServerCRC(), stored.getRequestId());
        } catch (ServiceException e) {
            if (!isThereAlready(e) || !hasCrc(head.key(), content.crc())) {
                throw e;
            }
        }
    }

    /** @param stored what the service says; null when it does not say */
    private static void compare(@Nullable Long encoded, @Nullable Long stored, String requestId) {
        if (encoded != null && stored != null && !encoded.equals(stored)) {
            throw new InconsistentException(encoded, stored, requestId);
        }
    }

    /** With {@code forbid.overwrite} an attempt whose answer was lost makes the next one fail. */
    private boolean isThereAlready(ServiceException refused) {
        return objects.forbidOverwrite() && OSSErrorCode.FILE_ALREADY_EXISTS.equals(refused.getErrorCode());
    }

    private ObjectMetadata headersOf(ObjectHead head) {
        ObjectMetadata headers = new ObjectMetadata();
        headers.setContentType(objects.contentType().isEmpty() ? head.contentType() : objects.contentType());
        objects.metadata().forEach(headers::addUserMetadata);
        head.metadata().forEach(headers::addUserMetadata);
        set(headers, OSSHeaders.OSS_OBJECT_ACL, objects.acl());
        set(headers, OSSHeaders.OSS_STORAGE_CLASS, objects.storageClass());
        set(headers, OSSHeaders.OSS_SERVER_SIDE_ENCRYPTION, objects.encryption());
        set(headers, OSSHeaders.OSS_SERVER_SIDE_ENCRYPTION_KEY_ID, objects.kmsKeyId());
        Map<String, String> tags = objects.tags().of(head);
        if (!tags.isEmpty()) {
            headers.setObjectTagging(tags);
        }
        if (objects.forbidOverwrite()) {
            headers.setHeader(FORBID_OVERWRITE, "true");
        }
        return headers;
    }

    private static void set(ObjectMetadata headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.setHeader(name, value);
        }
    }

    @Override
    public String begin(ObjectHead head) {
        return call(
                        new InitiateMultipartUploadRequest(bucket, head.key(), headersOf(head)),
                        OSS::initiateMultipartUpload)
                .getUploadId();
    }

    @Override
    public UploadedPart sendPart(String key, String uploadId, int number, ObjectContent content, Transfer transfer) {
        UploadPartRequest request = new UploadPartRequest(bucket, key);
        request.setUploadId(uploadId);
        request.setPartNumber(number);
        request.setPartSize(content.length());
        request.setInputStream(content.open(transfer));
        UploadPartResult stored = call(request, OSS::uploadPart);
        long crc = content.crc();
        compare(crc, stored.getServerCRC(), stored.getRequestId());
        return new UploadedPart(number, stored.getETag(), content.length(), crc);
    }

    @Override
    public boolean publish(PreparedObject object) {
        List<PartETag> tags = new ArrayList<>();
        object.parts().forEach(part -> tags.add(new PartETag(part.number(), part.tag(), part.length(), part.crc())));
        CompleteMultipartUploadRequest request =
                new CompleteMultipartUploadRequest(bucket, object.key(), object.uploadId(), tags);
        if (objects.forbidOverwrite()) {
            request.addHeader(FORBID_OVERWRITE, "true");
        }
        try {
            CompleteMultipartUploadResult stored = call(request, OSS::completeMultipartUpload);
            compare(crcOf(object), stored.getServerCRC(), stored.getRequestId());
            return true;
        } catch (ServiceException e) {
            boolean gone = OSSErrorCode.NO_SUCH_UPLOAD.equals(e.getErrorCode());
            if (!gone && !isThereAlready(e)) {
                throw e;
            }
            boolean there = isThere(object);
            if (!there && !gone) {
                throw e;
            }
            return there;
        }
    }

    @Override
    public void tag(ObjectHead head) {
        if (objects.tags().counted()) {
            call(new SetObjectTaggingRequest(bucket, head.key(), objects.tags().of(head)), OSS::setObjectTagging);
        }
    }

    /** Whether the object of this key has the bytes of these parts: the answer to an earlier attempt was lost. */
    private boolean isThere(PreparedObject object) {
        Long crc = crcOf(object);
        return crc != null && hasCrc(object.key(), crc);
    }

    /** Of the whole object; null when it is not known of each part. */
    private static @Nullable Long crcOf(PreparedObject object) {
        Long crc = object.parts().get(0).crc();
        for (UploadedPart part : object.parts().subList(1, object.parts().size())) {
            crc = crc == null || part.crc() == null ? null : CRC64.combine(crc, part.crc(), part.length());
        }
        return crc;
    }

    private boolean hasCrc(String key, long crc) {
        try {
            ObjectMetadata found = call(new GenericRequest(bucket, key), OSS::getObjectMetadata);
            Long known = found.getServerCRC();
            return known != null && known == crc;
        } catch (ServiceException e) {
            if (OSSErrorCode.NO_SUCH_KEY.equals(e.getErrorCode())) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public boolean append(String key, long position, byte[] bytes) {
        AppendObjectRequest request = new AppendObjectRequest(bucket, key, new ByteArrayInputStream(bytes));
        ObjectMetadata headers = new ObjectMetadata();
        headers.setContentType("application/x-ndjson");
        headers.setContentLength(bytes.length);
        // Whatever that of the bucket is: nothing can be appended to cold archives, and others cannot be read at once.
        headers.setHeader(OSSHeaders.OSS_STORAGE_CLASS, "Standard");
        request.setMetadata(headers);
        request.setPosition(position);
        try {
            call(request, OSS::appendObject);
            return true;
        } catch (ServiceException e) {
            if (OSSErrorCode.POSITION_NOT_EQUAL_TO_LENGTH.equals(e.getErrorCode())) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public @Nullable Tail tail(String key, int atMost) {
        GetObjectRequest request = new GetObjectRequest(bucket, key).withRange(-1, atMost);
        try (OSSObject found = get(request)) {
            Object range = found.getObjectMetadata().getRawMetadata().get(HttpHeaders.CONTENT_RANGE);
            // Without a range it is the whole object, because it has less than was asked for.
            long start = range == null ? 0 : startOf(range.toString());
            return new Tail(start, found.getObjectContent().readAllBytes());
        } catch (ServiceException e) {
            if (OSSErrorCode.NO_SUCH_KEY.equals(e.getErrorCode())) {
                return null;
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param range as in {@code bytes 5-9/10} */
    private static long startOf(String range) {
        return Long.parseLong(range.substring(range.indexOf(' ') + 1, range.indexOf('-')));
    }

    @Override
    public byte[] read(String key, long position) {
        try (OSSObject found = get(new GetObjectRequest(bucket, key).withRange(position, -1))) {
            return found.getObjectContent().readAllBytes();
        } catch (ServiceException e) {
            if (OSSErrorCode.NO_SUCH_KEY.equals(e.getErrorCode())
                    || OSSErrorCode.INVALID_RANGE.equals(e.getErrorCode())) {
                return new byte[0];
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the standard of HTTP has it: otherwise the service answers a range beyond the end with the whole object. */
    private OSSObject get(GetObjectRequest request) {
        request.addHeader("x-oss-range-behavior", "standard");
        return call(request, OSS::getObject);
    }

    @Override
    public void abort(String key, String uploadId) {
        try {
            call(new AbortMultipartUploadRequest(bucket, key, uploadId), (oss, request) -> {
                oss.abortMultipartUpload(request);
                return uploadId;
            });
        } catch (ServiceException e) {
            if (!OSSErrorCode.NO_SUCH_UPLOAD.equals(e.getErrorCode())) {
                throw e;
            }
        }
    }

    @Override
    public List<PendingUpload> pendingUploads(String prefix) {
        List<PendingUpload> pending = new ArrayList<>();
        ListMultipartUploadsRequest request = new ListMultipartUploadsRequest(bucket);
        request.setPrefix(prefix);
        request.setMaxUploads(1000);
        MultipartUploadListing page;
        do {
            page = call(request, OSS::listMultipartUploads);
            for (MultipartUpload upload : page.getMultipartUploads()) {
                pending.add(new PendingUpload(upload.getKey(), upload.getUploadId(), begun(upload)));
            }
            request.setKeyMarker(page.getNextKeyMarker());
            request.setUploadIdMarker(page.getNextUploadIdMarker());
        } while (page.isTruncated());
        return pending;
    }

    @Override
    public List<String> keys(String prefix) {
        List<String> keys = new ArrayList<>();
        ListObjectsV2Request request = new ListObjectsV2Request(bucket, prefix);
        request.setMaxKeys(1000);
        ListObjectsV2Result page;
        do {
            page = call(request, OSS::listObjectsV2);
            page.getObjectSummaries().forEach(found -> keys.add(found.getKey()));
            request.setContinuationToken(page.getNextContinuationToken());
        } while (page.isTruncated());
        return keys;
    }

    @SuppressWarnings("JavaUtilDate") // the client hands out this class
    private static Instant begun(MultipartUpload upload) {
        return upload.getInitiated().toInstant();
    }

    @Override
    public void probe(String key) {
        // GET, not HEAD: an answer to HEAD has no body, so no code that tells a missing bucket from a missing key.
        GetObjectRequest request = new GetObjectRequest(bucket, key).withRange(0, 0);
        try {
            OSSObject found = call(request, OSS::getObject);
            found.forcedClose();
        } catch (ServiceException e) {
            if (!OSSErrorCode.NO_SUCH_KEY.equals(e.getErrorCode())) {
                throw e;
            }
        } catch (IOException e) {
            // It answered; that the rest of the answer is lost does not matter.
            return;
        }
    }

    private interface Call<Q, A> {
        A send(OSS client, Q request);
    }

    private <Q extends WebServiceRequest, A> A call(Q request, Call<Q, A> call) {
        // The client would log each failure with the service's whole answer.
        request.setLogEnabled(false);
        OSS used = client;
        try {
            return call.send(used, request);
        } catch (ServiceException e) {
            // The whole answer repeats what was signed, the security token included.
            e.setRawResponseError(null);
            throw e;
        } catch (RuntimeException e) {
            throw used == client ? e : new ConnectionCutException(e);
        }
    }

    @Override
    public void cutConnections() {
        OSS old = client;
        client = clients.open();
        old.shutdown();
    }

    @Override
    public void close() {
        credentials.close();
        client.shutdown();
    }
}
