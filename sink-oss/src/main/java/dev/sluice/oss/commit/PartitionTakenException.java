package dev.sluice.oss.commit;

/** Another task writes to the partition's log now, so this one must not. */
public final class PartitionTakenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean forGood;

    PartitionTakenException(String message, boolean forGood) {
        super(message);
        this.forGood = forGood;
    }

    /** {@return whether taking it over again is of no use: somebody else does so, too} */
    public boolean isForGood() {
        return forGood;
    }
}
