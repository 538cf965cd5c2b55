package dev.sluice.core.offset;

import java.util.BitSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which offsets of one partition are done: all below a floor, and any above it. Takes one bit for an offset between the
 * floor and the highest one, however scattered they are. Not for several threads at once.
 */
public final class OffsetSet {
    /** The floor while nothing is known. */
    public static final long UNKNOWN = -1;

    private static final int BLOCK_BITS = 16;
    private static final int BLOCK = 1 << BLOCK_BITS;

    private long floor = UNKNOWN;
    /** Offsets above the floor by their upper bits; no block is empty. */
    private final NavigableMap<Long, BitSet> blocks = new TreeMap<>();

    /** A set that knows of no offset. */
    public OffsetSet() {}

    /** Takes a run of offsets. */
    @FunctionalInterface
    public interface RunVisitor {
        /**
         * One run that cannot be longer.
         *
         * @param from its first offset
         * @param to the one behind its last
         */
        void run(long from, long to);
    }

    /**
     * A copy that does not change with this one.
     *
     * @return equal in every offset
     */
    public OffsetSet copy() {
        OffsetSet copy = new OffsetSet();
        copy.floor = floor;
        blocks.forEach((number, bits) -> copy.blocks.put(number, (BitSet) bits.clone()));
        return copy;
    }

    /**
     * The first offset that is not done.
     *
     * @return {@link #UNKNOWN} when nobody ever said where to begin, whatever was added
     */
    public long next() {
        return floor;
    }

    /**
     * Whether the offset is done.
     *
     * @param offset 0 or more
     * @return true below the floor, too
     */
    public boolean contains(long offset) {
        if (offset < floor) {
            return true;
        }
        BitSet bits = blocks.get(offset >> BLOCK_BITS);
        return bits != null && bits.get((int) (offset & (BLOCK - 1)));
    }

    /**
     * The offset behind the highest one that is done.
     *
     * @return {@link #next} when none above it is
     */
    public long end() {
        if (blocks.isEmpty()) {
            return floor;
        }
        Map.Entry<Long, BitSet> last = blocks.lastEntry();
        return (last.getKey() << BLOCK_BITS) + last.getValue().length();
    }

    /**
     * All offsets below this one are done.
     *
     * @param offset 0 or more; no more than {@link #next} changes nothing
     */
    public void raise(long offset) {
        if (offset > floor) {
            floor = offset;
            advance();
        }
    }

    /**
     * These offsets are done.
     *
     * @param from the first one; 0 or more
     * @param to the one behind the last; not below {@code from}
     */
    public void add(long from, long to) {
        change(Math.max(from, floor), to, true);
        advance();
    }

    /**
     * These offsets are not done after all.
     *
     * @param from the first one; 0 or more
     * @param to the one behind the last; not below {@code from}
     */
    public void remove(long from, long to) {
        if (from >= to) {
            return;
        }
        long before = floor;
        if (from < before) {
            floor = from;
            change(to, before, true);
        }
        change(Math.max(from, before), to, false);
    }

    private void change(long from, long to, boolean done) {
        for (long at = from; at < to; ) {
            long number = at >> BLOCK_BITS;
            long end = Math.min(to, (number + 1) << BLOCK_BITS);
            BitSet bits = blocks.computeIfAbsent(number, n -> new BitSet());
            int first = (int) (at & (BLOCK - 1));
            bits.set(first, first + (int) (end - at), done);
            if (bits.isEmpty()) {
                blocks.remove(number);
            }
            at = end;
        }
    }

    /** Moves the floor over what is done above it, and forgets what is below. */
    private void advance() {
        if (floor < 0) {
            return;
        }
        while (!blocks.isEmpty()) {
            Map.Entry<Long, BitSet> first = blocks.firstEntry();
            long start = first.getKey() << BLOCK_BITS;
            if (floor >= start + first.getValue().length()) {
                blocks.pollFirstEntry();
            } else if (floor >= start && first.getValue().get((int) (floor - start))) {
                floor = start + first.getValue().nextClearBit((int) (floor - start));
            } else {
                if (floor > start) {
                    first.getValue().clear(0, (int) (floor - start));
                }
                return;
            }
        }
    }

    /**
     * Tells the runs of offsets that are done above {@link #next}, in order.
     *
     * @param visitor called at once; must not change the set
     */
    public void visit(RunVisitor visitor) {
        long from = UNKNOWN;
        long to = UNKNOWN;
        for (Map.Entry<Long, BitSet> block : blocks.entrySet()) {
            long start = block.getKey() << BLOCK_BITS;
            BitSet bits = block.getValue();
            for (int bit = bits.nextSetBit(0); bit >= 0; ) {
                int clear = bits.nextClearBit(bit);
                if (start + bit != to) {
                    if (from != UNKNOWN) {
                        visitor.run(from, to);
                    }
                    from = start + bit;
                }
                to = start + clear;
                bit = bits.nextSetBit(clear);
            }
        }
        if (from != UNKNOWN) {
            visitor.run(from, to);
        }
    }

    /** Fit for a log line. */
    @Override
    public String toString() {
        return blocks.isEmpty() ? "below " + floor : "below " + floor + " and some up to " + (end() - 1);
    }
}
