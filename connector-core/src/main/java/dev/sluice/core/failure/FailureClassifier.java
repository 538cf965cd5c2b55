package dev.sluice.core.failure;

/**
 * Turns what a client threw into a {@link Failure}. Pure; called on the task thread. Classifies by codes that the
 * destination documents, not by words in a message, and hands on what {@code CredentialsException.in} finds.
 */
@FunctionalInterface
public interface FailureClassifier {

    /**
     * Says what the error means. Never throws and never returns null; what it does not know is {@link Failure#unknown}.
     *
     * @param error what the writer threw or failed a write with; perhaps wrapped by the client
     * @return with a message of its own, because the client's may hold content or a signed address
     */
    Failure classify(Throwable error);
}
