package dev.sluice.oss;

import com.aliyun.oss.common.auth.Credentials;
import com.aliyun.oss.common.auth.CredentialsProvider;
import com.aliyun.oss.common.auth.DefaultCredentials;

/** Gives each request of the service's client the credentials of that moment; the client asks once a request. */
record RequestCredentials(dev.sluice.core.credentials.CredentialsProvider current) implements CredentialsProvider {

    @Override
    public Credentials getCredentials() {
        dev.sluice.core.credentials.Credentials now = current.get();
        return new DefaultCredentials(now.accessKeyId(), now.accessKeySecret(), now.securityToken());
    }

    @Override
    public void setCredentials(Credentials credentials) {
        throw new UnsupportedOperationException("credentials come from the connector's config");
    }
}
