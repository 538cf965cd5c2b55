package dev.sluice.oss;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.comm.SignVersion;
import dev.sluice.core.credentials.CredentialsProvider;
import dev.sluice.oss.ConnectionOptions.Addressing;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.connect.errors.ConnectException;

/** Makes the service's own client as the options say. */
final class OssClients {
    private final ServiceOptions service;
    private final ConnectionOptions connection;
    private final CredentialsProvider credentials;

    OssClients(ServiceOptions service, ConnectionOptions connection, CredentialsProvider credentials) {
        this.service = service;
        this.connection = connection;
        this.credentials = credentials;
    }

    /** @throws ConnectException when the trust store cannot be used */
    OSS open() {
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
        // The store compares itself, with what was encoded and not with what the client read.
        config.setCrcCheckEnabled(false);
        // That log line would hold the request's signature.
        config.setSlowRequestsThreshold(Long.MAX_VALUE);
        address(config);
        proxy(config);
        if (!connection.trustStore().isEmpty()) {
            config.setX509TrustManagers(trustManagers());
        }
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

    private void address(ClientBuilderConfiguration config) {
        if (connection.addressing() != Addressing.AUTO) {
            config.setSLDEnabled(connection.addressing() == Addressing.PATH);
            config.setSupportCname(connection.addressing() == Addressing.CNAME);
        }
    }

    private void proxy(ClientBuilderConfiguration config) {
        if (!connection.proxyHost().isEmpty()) {
            config.setProxyHost(connection.proxyHost());
            config.setProxyPort(connection.proxyPort());
            if (!connection.proxyUser().isEmpty() && connection.proxyPassword() != null) {
                config.setProxyUsername(connection.proxyUser());
                config.setProxyPassword(connection.proxyPassword().value());
            }
        }
    }

    private X509TrustManager[] trustManagers() {
        char[] password = connection.trustStorePassword() == null
                ? new char[0]
                : connection.trustStorePassword().value().toCharArray();
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(KeyStore.getInstance(new File(connection.trustStore()), password));
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .toArray(X509TrustManager[]::new);
        } catch (GeneralSecurityException | IOException e) {
            throw new ConnectException(
                    ConnectionOptions.TRUST_STORE + " cannot be used: "
                            + e.getClass().getSimpleName() + "; check the file and "
                            + ConnectionOptions.TRUST_STORE_PASSWORD,
                    e);
        } finally {
            Arrays.fill(password, ' ');
        }
    }
}
