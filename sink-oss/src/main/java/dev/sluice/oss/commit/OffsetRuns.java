package dev.sluice.oss.commit;

import dev.sluice.core.offset.OffsetSet;
import java.util.Arrays;

/**
 * The offsets of an object's records, which need not follow one another. Takes a byte or two for each run of neighbours, and
 * nothing for the others. Immutable.
 */
public final class OffsetRuns {
    /** Pairs of numbers: how far a run begins behind the end of the one before, and how long it is. Seven bits a byte. */
    private final byte[] pairs;

    private OffsetRuns(byte[] pairs) {
        this.pairs = pairs;
    }

    /** As {@link #pairs} gave it. */
    static OffsetRuns of(byte[] pairs) {
        return new OffsetRuns(pairs);
    }

    static OffsetRuns of(long from, long to) {
        Builder builder = new Builder();
        builder.add(from, to);
        return builder.build();
    }

    /** The runs above what {@link OffsetSet#next} says. */
    static OffsetRuns above(OffsetSet set) {
        Builder builder = new Builder();
        set.visit(builder::add);
        return builder.build();
    }

    byte[] pairs() {
        return pairs.clone();
    }

    /**
     * Tells the runs in order.
     *
     * @throws IllegalArgumentException when the bytes are not those of runs
     */
    public void visit(OffsetSet.RunVisitor visitor) {
        long at = 0;
        for (int i = 0; i < pairs.length; ) {
            long gap = 0;
            long length = 0;
            for (int number = 0; number < 2; number++) {
                long value = 0;
                int shift = 0;
                byte next;
                do {
                    if (i == pairs.length || shift > 56) {
                        throw new IllegalArgumentException("not a list of offsets");
                    }
                    next = pairs[i++];
                    value |= (long) (next & 0x7f) << shift;
                    shift += 7;
                } while (next < 0);
                if (number == 0) {
                    gap = value;
                } else {
                    length = value;
                }
            }
            visitor.run(at + gap, at + gap + length);
            at += gap + length;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OffsetRuns runs && Arrays.equals(pairs, runs.pairs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pairs);
    }

    /** Gathers offsets in ascending order. */
    public static final class Builder {
        private byte[] pairs = new byte[0];
        private int used;
        private long written;
        private long from = -1;
        private long to = -1;

        /** Without offsets. */
        public Builder() {}

        /**
         * Adds an offset.
         *
         * @param offset higher than all before
         */
        public void add(long offset) {
            add(offset, offset + 1);
        }

        void add(long first, long behindLast) {
            if (first == to) {
                to = behindLast;
                return;
            }
            if (first < to) {
                throw new IllegalArgumentException("offset " + first + " comes after " + (to - 1));
            }
            finishRun();
            from = first;
            to = behindLast;
        }

        private void finishRun() {
            if (from >= 0) {
                number(from - written);
                number(to - from);
                written = to;
                from = -1;
            }
        }

        private void number(long value) {
            long left = value;
            while (left > 0x7f) {
                append((byte) (left | 0x80));
                left >>>= 7;
            }
            append((byte) left);
        }

        private void append(byte next) {
            if (used == pairs.length) {
                pairs = Arrays.copyOf(pairs, Math.max(16, 2 * used));
            }
            pairs[used++] = next;
        }

        /** {@return bytes of heap that grow with the offsets} */
        public int heldBytes() {
            return pairs.length;
        }

        /** {@return what was added so far; no offset may be added afterwards} */
        public OffsetRuns build() {
            finishRun();
            return new OffsetRuns(Arrays.copyOf(pairs, used));
        }
    }
}
