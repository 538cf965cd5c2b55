package dev.sluice.oss;

/** The partition was given up, or another task has it: nothing of it can be stored here. */
final class CommitRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommitRefusedException() {
        super("the partition is in other hands now");
    }
}
