package dev.sluice.oss;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is tried.
 *
 * @param fates of each request
 * @param early price of going on with what stands still before what runs now has ended
 */
record ModelScope(Map<Request, Fate[]> fates, int early) {
    /** What becomes of a request. */
    enum Fate {
        IS_ANSWERED,
        FAILS,
        ANSWER_IS_LOST,
        FAILS_AND_ARRIVES_LATER,
        TASK_CRASHES,
        /** The partition is given to another task meanwhile. */
        TASK_STANDS_STILL,
        /** The rest of the task goes on meanwhile. */
        REQUEST_STANDS_STILL
    }

    /** What a task asks of the bucket and of Kafka. */
    enum Request {
        BEGIN,
        SEND_PART,
        READ,
        APPEND,
        PUBLISH,
        ABORT,
        COMMIT_OFFSET
    }

    /** Leaves out what comes to the same as something else. */
    static ModelScope usual(int early) {
        Map<Request, Fate[]> fates = new EnumMap<>(Request.class);
        Fate[] harmless = {Fate.IS_ANSWERED, Fate.FAILS};
        fates.put(Request.BEGIN, harmless);
        fates.put(Request.SEND_PART, harmless);
        Fate[] all = Fate.values();
        fates.put(Request.READ, without(all, Fate.ANSWER_IS_LOST, Fate.FAILS_AND_ARRIVES_LATER, Fate.TASK_CRASHES));
        fates.put(Request.APPEND, all);
        fates.put(Request.PUBLISH, without(all, Fate.FAILS_AND_ARRIVES_LATER));
        fates.put(Request.ABORT, without(all, Fate.ANSWER_IS_LOST, Fate.FAILS_AND_ARRIVES_LATER));
        fates.put(Request.COMMIT_OFFSET, new Fate[] {Fate.IS_ANSWERED, Fate.TASK_CRASHES});
        return new ModelScope(fates, early);
    }

    /** Leaves out what cannot be. */
    static ModelScope whole() {
        ModelScope scope = usual(0);
        Fate[] all = Fate.values();
        // An upload begins with a lock held, which is for the real threads only.
        scope.fates.put(
                Request.BEGIN, new Fate[] {Fate.IS_ANSWERED, Fate.FAILS, Fate.ANSWER_IS_LOST, Fate.TASK_CRASHES});
        scope.fates.put(Request.SEND_PART, all);
        scope.fates.put(Request.PUBLISH, all);
        scope.fates.put(Request.ABORT, all);
        scope.fates.put(Request.COMMIT_OFFSET, new Fate[] {Fate.IS_ANSWERED, Fate.FAILS, Fate.TASK_CRASHES});
        return scope;
    }

    private static Fate[] without(Fate[] all, Fate... some) {
        return Arrays.stream(all)
                .filter(fate -> !Arrays.asList(some).contains(fate))
                .toArray(Fate[]::new);
    }
}
