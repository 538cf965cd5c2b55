package dev.sluice.oss;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.OSSErrorCode;
import com.aliyun.oss.ServiceException;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.common.utils.CRC64;
import com.aliyun.oss.model.AbortMultipartUploadRequest;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.GenericRequest;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ListMultipartUploadsRequest;
import com.aliyun.oss.model.MultipartUpload;
import com.aliyun.oss.model.MultipartUploadListing;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.PutObjectRequest;
import com.aliyun.oss.model.UploadPartRequest;
import com.aliyun.oss.model.WebServiceRequest;
import dev.sluice.core.credentials.CredentialsProvider;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The bucket, through the service's own client. The client compares the CRC-64 of what it sent with the service's. */
final class OssObjectStore implements ObjectStore {
    private final ServiceOptions service;
    /** Replaced on the task thread alone. */
    private volatile OSS client;

    private final CredentialsProvider credentials;
    private final String bucket;

    /** @param credentials closed with the store */
    OssObjectStore(ServiceOptions service, CredentialsProvider credentials) {
        this.credentials = credentials;
        this.bucket = service.bucket();
        this.service = service;
        this.client = clientOf(service, credentials);
    }

    private static OSS clientOf(ServiceOptions service, CredentialsProvider credentials) {
        ClientBuilderConfiguration config = new ClientBuilderConfiguration();
        // One more than none, so that the client shows each failure to the observer, which says no.
        config.setMaxErrorRetry(1);
        config.setRetryStrategy(new FailureObserver());
        config.setMaxConnections(service.maxConnections());
        config.setConnectionTimeout((int) service.connectTimeout().toMillis());
        config.setConnectionRequestTimeout((int) service.connectTimeout().toMillis());
        config.setSocketTimeout((int) service.socketTimeout().toMillis());
        // The reaper is a thread of the whole class loader. Without it idle connections are checked before use.
        config.setUseReaper(false);
        // That log line would hold the request's signature.
        config.setSlowRequestsThreshold(Long.MAX_VALUE);
        OSSClientBuilder.OSSClientBuilderImpl builder = OSSClientBuilder.create()
                .endpoint(service.endpoint())
                .credentialsProvider(new RequestCredentials(credentials))
                .clientConfiguration(config);
        if (service.signingRegion() == null) {
            config.setSignatureVersion(SignVersion.V1);
        } else {
            config.setSignatureVersion(SignVersion.V4);
            builder.region(service.signingRegion());
        }
        return builder.build();
    }

    @Override
    public void put(ObjectHead head, ObjectContent content, Transfer transfer) {
        ObjectMetadata headers = headersOf(head);
        headers.setContentLength(content.length());
        call(new PutObjectRequest(bucket, head.key(), content.open(transfer), headers), OSS::putObject);
    }

    private static ObjectMetadata headersOf(ObjectHead head) {
        ObjectMetadata headers = new ObjectMetadata();
        headers.setContentType(head.contentType());
        head.metadata().forEach(headers::addUserMetadata);
        return headers;
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
        PartETag tag = call(request, OSS::uploadPart).getPartETag();
        return new UploadedPart(number, tag.getETag(), content.length(), tag.getPartCRC());
    }

    @Override
    public void publish(PreparedObject object) {
        List<PartETag> tags = new ArrayList<>();
        object.parts().forEach(part -> tags.add(new PartETag(part.number(), part.tag(), part.length(), part.crc())));
        try {
            call(
                    new CompleteMultipartUploadRequest(bucket, object.key(), object.uploadId(), tags),
                    OSS::completeMultipartUpload);
        } catch (ServiceException e) {
            if (!OSSErrorCode.NO_SUCH_UPLOAD.equals(e.getErrorCode()) || !isThere(object)) {
                throw e;
            }
        }
    }

    /** Whether the object of this key has the bytes of these parts: the answer to an earlier attempt was lost. */
    private boolean isThere(PreparedObject object) {
        Long crc = object.parts().get(0).crc();
        for (UploadedPart part : object.parts().subList(1, object.parts().size())) {
            crc = crc == null || part.crc() == null ? null : CRC64.combine(crc, part.crc(), part.length());
        }
        try {
            ObjectMetadata found = call(new GenericRequest(bucket, object.key()), OSS::getObjectMetadata);
            return crc != null && crc.equals(found.getServerCRC());
        } catch (ServiceException e) {
            if (OSSErrorCode.NO_SUCH_KEY.equals(e.getErrorCode())) {
                return false;
            }
            throw e;
        }
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
        client = clientOf(service, credentials);
        old.shutdown();
    }

    @Override
    public void close() {
        credentials.close();
        client.shutdown();
    }
}
