package dev.sluice.oss;

import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.oss.format.StoredApart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The values of one object's records that are too long for it, on their way into objects of their own. Each leaves when its
 * record comes, and its memory is free when the bucket has it. One that failed is sent again when the object is about to be
 * stored, which waits until the bucket has all of them: nothing that can be seen names an object that is not there. A key is
 * that of a record, so sending again, also after a restart, stores the same bytes under the same key.
 *
 * <p>Values are handed over on the task thread and sent by the pool. The lock is never held during a request.
 */
final class SideObjects {
    private static final class Side {
        final ObjectHead head;

        @Nullable
        ObjectContent content;

        boolean failed;

        Side(ObjectHead head, ObjectContent content) {
            this.head = head;
            this.content = content;
        }

        long bytes() {
            ObjectContent left = content;
            return left == null ? 0 : left.length();
        }
    }

    private final Uploads uploads;
    private final MemoryBudget budget;
    /** Those that are not in the bucket yet. */
    private final List<Side> missing = new ArrayList<>();

    private volatile boolean givenUp;
    private boolean open = true;
    private @Nullable Throwable lastError;
    private @Nullable Runnable stored;
    private @Nullable Consumer<Throwable> refused;

    SideObjects(Uploads uploads, MemoryBudget budget) {
        this.uploads = uploads;
        this.budget = budget;
    }

    /** Charges the value to the budget and sends it in the background. */
    void add(StoredApart value) {
        Side side = new Side(
                new ObjectHead(value.key(), value.contentType(), Map.of()),
                new ObjectContent(List.of(value.content()), value.content().length));
        synchronized (this) {
            missing.add(side);
            budget.charge(side.bytes());
            uploads.leaving(side.bytes());
        }
        send(side);
    }

    /** Memory of values that are not in the bucket yet. */
    synchronized long heldBytes() {
        return missing.stream().mapToLong(Side::bytes).sum();
    }

    /** Memory of values that failed and are not under way again. */
    synchronized long restingBytes() {
        return bytes(true);
    }

    private long bytes(boolean failed) {
        return missing.stream()
                .filter(side -> side.failed == failed)
                .mapToLong(Side::bytes)
                .sum();
    }

    /** No value comes any more: the pipeline knows of the object's memory now. */
    synchronized void closed() {
        if (open) {
            uploads.stays(bytes(false));
            open = false;
        }
    }

    /**
     * Brings every value into the bucket, then runs one of the two, on any thread. May be called again after a failure, or
     * when there was no answer; what was to run before is forgotten then.
     */
    void store(Runnable then, Consumer<Throwable> otherwise) {
        List<Side> again = new ArrayList<>();
        boolean all;
        synchronized (this) {
            for (Side side : missing) {
                if (side.failed) {
                    side.failed = false;
                    again.add(side);
                }
            }
            all = missing.isEmpty();
            stored = all ? null : then;
            refused = all ? null : otherwise;
        }
        if (all) {
            then.run();
        }
        again.forEach(this::send);
    }

    private void send(Side side) {
        try {
            uploads.run(() -> put(side));
        } catch (RuntimeException e) {
            // The pool is closed.
            done(side, e);
        }
    }

    private void put(Side side) {
        try {
            ObjectContent content;
            synchronized (this) {
                content = side.content;
            }
            if (givenUp || content == null) {
                throw new IllegalStateException("the object was given up");
            }
            uploads.transfer(() -> givenUp, transfer -> {
                uploads.store().put(side.head, content, transfer);
                return true;
            });
            done(side, null);
        } catch (RuntimeException | Error e) {
            done(side, e);
        }
    }

    private void done(Side side, @Nullable Throwable error) {
        Runnable then = null;
        Consumer<Throwable> otherwise = null;
        Throwable why;
        synchronized (this) {
            long bytes = side.bytes();
            if (error == null) {
                // Before it stops to count as leaving, or memory would seem short for a moment.
                budget.release(bytes);
                side.content = null;
                missing.remove(side);
            } else {
                side.failed = true;
                lastError = error;
            }
            if (open && error == null) {
                uploads.arrived(bytes);
            } else if (open) {
                uploads.stays(bytes);
            }
            if (missing.isEmpty()) {
                then = stored;
            } else if (missing.stream().allMatch(one -> one.failed)) {
                otherwise = refused;
            }
            if (then != null || otherwise != null) {
                stored = null;
                refused = null;
            }
            why = lastError;
        }
        if (then != null) {
            then.run();
        } else if (otherwise != null) {
            otherwise.accept(why == null ? new IllegalStateException("the object was given up") : why);
        }
    }

    /** Gives up what is not stored; what is under way breaks off. More calls do no harm. */
    void discard() {
        synchronized (this) {
            if (givenUp) {
                return;
            }
            closed();
            givenUp = true;
            for (Side side : missing) {
                budget.release(side.bytes());
                side.content = null;
            }
        }
    }
}
