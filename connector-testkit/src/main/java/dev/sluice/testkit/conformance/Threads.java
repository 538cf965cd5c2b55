package dev.sluice.testkit.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the threads of the process are doing, without those of the JVM itself and the one that asks. */
final class Threads {
    private static final int FRAMES = 8;
    private static final int SHOWN = 30;

    private Threads() {}

    /** Threads that are at the same place stand together; the daemons last. */
    static String describe() {
        Map<String, StringJoiner> namesByPlace = new LinkedHashMap<>();
        new TreeMap<>(Thread.getAllStackTraces().entrySet().stream()
                        .filter(entry -> isOfInterest(entry.getKey()))
                        .collect(Collectors.toMap(
                                entry -> title(entry.getKey()), entry -> place(entry.getValue()), (one, same) -> one)))
                .forEach((title, place) -> namesByPlace
                        .computeIfAbsent(place, p -> new StringJoiner(", "))
                        .add(title));
        return namesByPlace.entrySet().stream()
                .limit(SHOWN)
                .map(entry -> entry.getValue() + entry.getKey())
                .collect(Collectors.joining("\n  ", "threads:\n  ", ""));
    }

    private static boolean isOfInterest(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return thread != Thread.currentThread()
                && group != null
                && !group.getName().equals("system");
    }

    private static String title(Thread thread) {
        return (thread.isDaemon() ? "daemon " : "") + thread.getName() + " (" + thread.getState() + ")";
    }

    private static String place(StackTraceElement[] frames) {
        return Stream.of(frames).limit(FRAMES).map(frame -> "\n    at " + frame).collect(Collectors.joining());
    }
}
