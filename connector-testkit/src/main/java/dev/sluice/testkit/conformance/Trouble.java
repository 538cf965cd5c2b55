package dev.sluice.testkit.conformance;

/** What may go wrong with a call to the destination. */
public enum Trouble {
    /** The call has no effect; the answer says that the same call may succeed later. */
    TRANSIENT,
    /** The call has no effect; the answer asks for fewer calls. */
    THROTTLED,
    /** The call has no effect; the answer says that a person has to act, such as a missing permission. */
    FATAL,
    /** The call has no effect; the answer is one that the sink does not know. */
    UNKNOWN,
    /** The call takes effect and its answer never arrives. */
    ANSWER_LOST
}
