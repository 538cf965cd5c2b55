package dev.sluice.oss;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.OSSErrorCode;
import com.aliyun.oss.ServiceException;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.PutObjectRequest;
import com.aliyun.oss.model.WebServiceRequest;
import dev.sluice.core.credentials.CredentialsProvider;
import java.io.IOException;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The bucket, through the service's own client. The client compares the CRC-64 of what it sent with the service's. */
final class OssObjectStore implements ObjectStore {
    private final OSS client;
    private final CredentialsProvider credentials;
    private final String bucket;

    /** @param credentials closed with the store */
    OssObjectStore(ServiceOptions service, CredentialsProvider credentials) {
        this.credentials = credentials;
        this.bucket = service.bucket();
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
    public void put(
            String key,
            ObjectContent content,
            String contentType,
            Map<String, String> metadata,
            BooleanSupplier givenUp) {
        ObjectMetadata headers = new ObjectMetadata();
        headers.setContentLength(content.length());
        headers.setContentType(contentType);
        metadata.forEach(headers::addUserMetadata);
        call(new PutObjectRequest(bucket, key, content.open(givenUp), headers), client::putObject);
    }

    @Override
    public void probe(String key) {
        // GET, not HEAD: an answer to HEAD has no body, so no code that tells a missing bucket from a missing key.
        GetObjectRequest request = new GetObjectRequest(bucket, key).withRange(0, 0);
        try {
            OSSObject found = call(request, client::getObject);
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
        A send(Q request);
    }

    private static <Q extends WebServiceRequest, A> A call(Q request, Call<Q, A> call) {
        // The client would log each failure with the service's whole answer.
        request.setLogEnabled(false);
        try {
            return call.send(request);
        } catch (ServiceException e) {
            // The whole answer repeats what was signed, the security token included.
            e.setRawResponseError(null);
            throw e;
        }
    }

    @Override
    public void close() {
        credentials.close();
        client.shutdown();
    }
}
