package dev.sluice.core.credentials;

/** Where credentials come from. Stateless apart from what makes the next call cheaper; used by one thread at a time. */
interface CredentialSource extends AutoCloseable {

    /**
     * Asks for new credentials; may block for seconds.
     *
     * @throws CredentialsException transient when it may work later, fatal when a person has to act
     */
    Credentials fetch();

    /** Makes a call under way on another thread fail soon. Idempotent. */
    @Override
    default void close() {}
}
