package dev.sluice.core.failure;

/** Turns what a client threw into a {@link Failure}. Pure; called on the task thread. */
@FunctionalInterface
public interface FailureClassifier {

    /** Never throws and never returns null; what it does not know is {@link Failure#unknown}. */
    Failure classify(Throwable error);
}
