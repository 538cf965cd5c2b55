package dev.sluice.tablestore.client;

import com.alicloud.openservices.tablestore.core.auth.CredentialsProvider;
import com.alicloud.openservices.tablestore.core.auth.DefaultCredentials;
import com.alicloud.openservices.tablestore.core.auth.ServiceCredentials;
import dev.sluice.core.credentials.Credentials;

/**
 * Gives each request of the service's client the credentials of that moment. The client signs on the thread that calls it,
 * the task's, and checks the answer with the same credentials.
 */
record RequestCredentials(dev.sluice.core.credentials.CredentialsProvider current) implements CredentialsProvider {

    @Override
    public ServiceCredentials getCredentials() {
        Credentials now = current.get();
        return new DefaultCredentials(now.accessKeyId(), now.accessKeySecret(), now.securityToken());
    }

    @Override
    public void setCredentials(ServiceCredentials credentials) {
        throw new UnsupportedOperationException("credentials come from the connector's config");
    }
}
