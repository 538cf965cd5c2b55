package dev.sluice.oss;

import dev.sluice.oss.ModelScope.Fate;
import dev.sluice.oss.ModelScope.Request;
import dev.sluice.oss.ModelTask.Killed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of the model: tasks, one after the other or side by side, until one without faults has stored everything. One thread
 * runs at a time; where it hands over to another is one of the run's choices, and so is what becomes of each request.
 */
final class ModelRun {
    /** Tasks that may fail, before the one that does not. */
    private static final int MOST_TASKS = 3;

    private static final int MOST_REQUESTS = 2_000;

    /** A stack: it runs, or waits until it may go on. */
    private static final class Fiber {
        final Semaphore baton = new Semaphore(0);
        final @Nullable ModelTask task;

        Fiber(@Nullable ModelTask task) {
            this.task = task;
        }
    }

    final ModelChoices choices;
    final ModelWorld world;
    private final ModelScope scope;
    private final Executor threads;
    private final Semaphore over = new Semaphore(0);
    /** Where a request or a whole task stands still. */
    private final Deque<Fiber> standing = new ArrayDeque<>();
    /** Those that have to wait because something that stood still goes on. */
    private final Deque<Fiber> interrupted = new ArrayDeque<>();

    private final List<Supplier<?>> late = new ArrayList<>();
    private final List<ModelTask> tasks = new ArrayList<>();
    private Fiber current = new Fiber(null);
    private boolean lastBegun;
    private int requests;

    ModelRun(ModelWorld world, ModelChoices choices, ModelScope scope, Executor threads) {
        this.world = world;
        this.choices = choices;
        this.scope = scope;
        this.threads = threads;
    }

    /** What went wrong; null when nothing did. */
    @Nullable
    String run() {
        handOver();
        over.acquireUninterruptibly();
        return world.violation();
    }

    /** The one that runs has nothing more to do. Runs what is next, here or where it stands. */
    private void handOver() {
        while (true) {
            boolean goesOn = world.violation() == null;
            Fiber next = interrupted.poll();
            if (next == null && goesOn && world.owner == null && tasks.size() < MOST_TASKS && !world.isAllCommitted()) {
                runNewTask(false);
                continue;
            }
            next = next == null ? standing.poll() : next;
            if (next != null) {
                current = next;
                next.baton.release();
                return;
            }
            if (!goesOn || lastBegun) {
                over.release();
                return;
            }
            lastBegun = true;
            runNewTask(true);
            world.checkEnd();
        }
    }

    private void runNewTask(boolean last) {
        if (world.owner != null) {
            // It has stored everything, and ends without a word.
            world.owner.kill();
        }
        ModelTask task = new ModelTask(this, tasks.size() + 1, last);
        tasks.add(task);
        world.owner = task;
        current = new Fiber(task);
        tell(task, () -> "begins" + (last ? ", without faults" : ""));
        work(task::begin);
    }

    private void work(Runnable work) {
        try {
            work.run();
        } catch (Killed e) {
            return;
        } catch (RuntimeException | Error e) {
            world.violated("unexpected: " + e);
            StackTraceElement[] trace = e.getStackTrace();
            for (int i = 0; i < Math.min(12, trace.length); i++) {
                choices.tell("  " + trace[i]);
            }
        }
    }

    /** The stack that runs. */
    Object stack() {
        return current;
    }

    void tell(ModelTask task, Supplier<String> what) {
        if (choices.isTold()) {
            choices.tell("task " + task.number + " " + what.get());
        }
    }

    private void check(ModelTask task) {
        if (task.isDead()) {
            throw new Killed();
        }
    }

    /** Whether the task may meet with something. */
    boolean isOpenFor(ModelTask task) {
        return !task.last && world.violation() == null;
    }

    /** Whether another task may begin that may meet with something. */
    boolean hasMoreTasks() {
        return tasks.size() < MOST_TASKS;
    }

    /**
     * Makes a request, if the run wants it.
     *
     * @throws UncheckedIOException when it fails, or its answer is lost
     */
    <T extends @Nullable Object> T request(ModelTask task, Request request, Supplier<String> what, Supplier<T> effect) {
        if (++requests > MOST_REQUESTS) {
            world.violated("the tasks do not come to an end");
        }
        boolean stood = false;
        while (true) {
            check(task);
            arrivals(task, request);
            resumptions(task, request);
            Fate fate = fate(task, request, stood);
            tell(task, () -> request + " " + what.get() + " " + fate);
            switch (fate) {
                case IS_ANSWERED -> {
                    return effect.get();
                }
                case ANSWER_IS_LOST -> arrive(effect);
                case FAILS_AND_ARRIVES_LATER -> late.add(effect);
                case FAILS -> {}
                case TASK_CRASHES -> {
                    task.kill();
                    throw new Killed();
                }
                case TASK_STANDS_STILL -> {
                    stood = true;
                    world.owner = null;
                    standStill(task, () -> {});
                    tell(task, () -> "goes on");
                    continue;
                }
                case REQUEST_STANDS_STILL -> {
                    stood = true;
                    standStill(task, task.rest());
                    tell(task, () -> "goes on with the request that stood still");
                    continue;
                }
            }
            throw new UncheckedIOException(new IOException(fate.name()));
        }
    }

    private Fate fate(ModelTask task, Request request, boolean stood) {
        if (!isOpenFor(task)) {
            return Fate.IS_ANSWERED;
        }
        Fate[] fates = scope.fates().get(request);
        int[] prices = new int[fates.length];
        Arrays.fill(prices, 1, prices.length, 1);
        for (int i = 1; i < fates.length; i++) {
            boolean another = fates[i] == Fate.TASK_STANDS_STILL && (world.owner != task || !hasMoreTasks());
            boolean again = stood && (fates[i] == Fate.TASK_STANDS_STILL || fates[i] == Fate.REQUEST_STANDS_STILL);
            if (another || again) {
                prices[i] = ModelChoices.NEVER;
            }
        }
        return fates[choices.choose(request.name(), prices)];
    }

    private void arrivals(ModelTask task, Request request) {
        boolean matters = request == Request.APPEND || request == Request.READ || request == Request.PUBLISH;
        for (Supplier<?> effect : matters ? List.copyOf(late) : List.<Supplier<?>>of()) {
            if (choices.choose("late", 0, 0) == 1) {
                late.remove(effect);
                tell(task, () -> "is about to " + request + " when a late request arrives");
                arrive(effect);
                check(task);
            }
        }
    }

    private static void arrive(Supplier<?> effect) {
        try {
            Object unused = effect.get();
        } catch (IllegalStateException e) {
            // The service refuses it, and there is nobody to tell.
            return;
        }
    }

    private void resumptions(ModelTask task, Request request) {
        if (request == Request.BEGIN || request == Request.SEND_PART) {
            return;
        }
        for (Fiber other : List.copyOf(standing)) {
            boolean dead = other.task == null || other.task.isDead();
            if (!dead && standing.contains(other) && choices.choose("resume", 0, scope.early()) == 1) {
                tell(task, () -> "has to wait before " + request);
                interrupt(other);
                check(task);
            }
        }
    }

    private void interrupt(Fiber other) {
        Fiber me = current;
        standing.remove(other);
        interrupted.push(me);
        current = other;
        other.baton.release();
        me.baton.acquireUninterruptibly();
    }

    private void standStill(ModelTask task, Runnable instead) {
        Fiber me = current;
        standing.add(me);
        Fiber other = new Fiber(task);
        current = other;
        threads.execute(() -> {
            work(instead);
            handOver();
        });
        me.baton.acquireUninterruptibly();
        check(task);
    }

    /** Waits for a request of the task that stands still; false when there is none. */
    boolean awaitStanding(ModelTask task) {
        for (Fiber other : standing) {
            if (other.task == task) {
                interrupt(other);
                check(task);
                return true;
            }
        }
        return false;
    }

    boolean hasStanding(ModelTask task) {
        return standing.stream().anyMatch(fiber -> fiber.task == task);
    }
}
