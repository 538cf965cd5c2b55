package dev.sluice.testkit;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/** Tells the processor time of an emulator's threads from that of the client's, which are all the others. */
public final class ProcessorTime {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Map<Long, Long> before = new HashMap<>();

    /** In ns. */
    public record Spent(long emulator, long client) {}

    /** Since the last call, or since each thread began. */
    public Spent spent() {
        long emulator = 0;
        long client = 0;
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo thread = threads.getThreadInfo(id);
            long now = threads.getThreadCpuTime(id);
            if (thread == null || now < 0) {
                continue;
            }
            Long then = before.put(id, now);
            long nanos = now - (then == null ? 0 : then);
            if (thread.getThreadName().startsWith("HTTP-")) {
                emulator += nanos;
            } else {
                client += nanos;
            }
        }
        return new Spent(emulator, client);
    }
}
