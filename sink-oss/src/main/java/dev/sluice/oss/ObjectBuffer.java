package dev.sluice.oss;

import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.oss.format.ObjectOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object that is being written. Grows with its content in chunks that are never copied, and charges each
 * to the task's budget: at most about one and a half times the content, and {@value #LARGEST_CHUNK} more. What the encoder
 * holds besides is charged too.
 *
 * <p>Task thread only; {@link #release} from any thread.
 */
final class ObjectBuffer implements ObjectOutput {
    private static final int SMALLEST_CHUNK = 1 << 10;
    private static final int LARGEST_CHUNK = 256 << 10;

    private final MemoryBudget budget;
    private final List<byte[]> chunks = new ArrayList<>(4);
    private byte[] last = new byte[0];
    private int usedOfLast;
    private long length;
    private long lengthCut;
    /** Set under the lock; read by both sides. */
    private volatile long held;

    private boolean released;
    private long heldByEncoder;

    /** @param overhead bytes to charge from the start, for what the object takes besides its content */
    ObjectBuffer(MemoryBudget budget, long overhead) {
        this.budget = budget;
        charge(overhead);
    }

    @Override
    public void append(byte[] bytes, int offset, int count) {
        int from = offset;
        int left = count;
        while (left > 0) {
            if (usedOfLast == last.length) {
                grow();
            }
            int now = Math.min(left, last.length - usedOfLast);
            System.arraycopy(bytes, from, last, usedOfLast, now);
            usedOfLast += now;
            from += now;
            left -= now;
        }
        length += count;
    }

    @Override
    public void holds(long bytes) {
        if (bytes != heldByEncoder) {
            charge(bytes - heldByEncoder);
            heldByEncoder = bytes;
        }
    }

    /** Bytes appended. */
    long length() {
        return length;
    }

    /** Bytes charged to the budget and not given back. */
    long heldBytes() {
        return held;
    }

    /** What was appended so far; appending more does not change it. */
    ObjectContent content() {
        return new ObjectContent(List.copyOf(chunks), uncut());
    }

    /** Bytes that were appended since the last {@link #cut}. */
    long uncut() {
        return length - lengthCut;
    }

    /**
     * Takes out what was appended first since the last time; its memory is the part's now.
     *
     * @param atLeast bytes to take, and at most a chunk more; all there is when it has less than twice as many
     */
    Cut cut(long atLeast) {
        long bytes = 0;
        int count = 0;
        // A rest that is no part of its own would hold a whole chunk.
        boolean few = uncut() < 2 * atLeast;
        while (count < chunks.size() && (few || bytes < atLeast)) {
            bytes += chunks.get(count++).length;
        }
        boolean all = count == chunks.size();
        List<byte[]> taken = chunks.subList(0, count);
        ObjectContent content = new ObjectContent(List.copyOf(taken), all ? uncut() : bytes);
        taken.clear();
        if (all) {
            last = new byte[0];
            usedOfLast = 0;
        }
        lengthCut += content.length();
        return new Cut(content, handOver(bytes));
    }

    private synchronized long handOver(long bytes) {
        if (released) {
            return 0;
        }
        held -= bytes;
        return bytes;
    }

    /** A piece of the object with the memory it holds, which is given back once. Any thread. */
    final class Cut {
        private final long held;
        private final AtomicReference<@Nullable ObjectContent> content;

        private Cut(ObjectContent content, long held) {
            this.content = new AtomicReference<>(content);
            this.held = held;
        }

        /** Null when it was released. */
        @Nullable
        ObjectContent content() {
            return content.get();
        }

        long heldBytes() {
            return held;
        }

        /** More than one call does no harm. */
        void release() {
            if (content.getAndSet(null) != null) {
                budget.release(held);
            }
        }
    }

    /** Gives the memory back to the budget; content that was taken before stays readable. More than one call does no harm. */
    synchronized void release() {
        if (!released) {
            released = true;
            long all = held;
            held = 0;
            budget.release(all);
        }
    }

    /** By half: twice as much would be memory that ten thousand open objects have for nothing, and that the collector copies. */
    private void grow() {
        int size = (int) Math.min(LARGEST_CHUNK, Math.max(SMALLEST_CHUNK, length / 2));
        last = new byte[size];
        usedOfLast = 0;
        chunks.add(last);
        charge(size);
    }

    synchronized void charge(long bytes) {
        if (released) {
            throw new IllegalStateException("the buffer was given up");
        }
        held += bytes;
        if (bytes >= 0) {
            budget.charge(bytes);
        } else {
            budget.release(-bytes);
        }
    }
}
