package dev.sluice.core.credentials;

import java.time.Duration;

/** Credentials that never change: those of a config or of the environment. */
record FixedCredentials(Credentials credentials) implements CredentialsProvider, CredentialSource {

    @Override
    public Credentials get() {
        return credentials;
    }

    @Override
    public Credentials fetch() {
        return credentials;
    }

    @Override
    public void awaitFirst(Duration atMost) {}

    @Override
    public void close() {}
}
