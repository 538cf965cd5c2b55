package dev.sluice.core.failure;

/** What a failure means for what has to happen next. */
public enum FailureKind {
    /** The same request may succeed later: repeat it. */
    TRANSIENT,
    /** The destination asks for less: repeat it, and send slower. */
    THROTTLED,
    /** This entry will never be taken, however often it is sent. */
    REJECTED,
    /** Nothing will succeed until a person acts: credentials, a missing bucket, a permission. */
    FATAL
}
