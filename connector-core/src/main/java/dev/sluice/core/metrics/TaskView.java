package dev.sluice.core.metrics;

import static dev.sluice.core.metrics.Metric.counter;
import static dev.sluice.core.metrics.Metric.gauge;

import dev.sluice.core.batch.BatchTrigger;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.core.flow.MemoryBudget;
import java.util.List;

/** What a task's metrics are read from, and which ones there are. */
record TaskView(PipelineCounters counters, MemoryBudget budget) {
    private static final String LOAD = "Compare with the others of its kind.";

    static final List<Metric<TaskView>> METRICS = List.of(
            counter(
                    "RecordsAccepted",
                    "Records taken from Kafka.",
                    "Zero while the topic has lag: look at the task's status.",
                    v -> v.counters.accepted()),
            counter("RecordsWritten", "Records that the destination confirmed.", LOAD, v -> v.counters.written()),
            counter(
                    "RecordsSkipped",
                    "Records that the mapper left out because the config says so, and those that the destination has already.",
                    "More than expected: check filters and the handling of tombstones.",
                    v -> v.counters.skipped()),
            counter(
                    "RecordsReported",
                    "Records that were reported as runtime.error.mode says: bad ones, and those that the config sends there.",
                    "Any growth: read the reports, see errors.md.",
                    v -> v.counters.reported()),
            counter(
                    "RecordsDiscarded",
                    "Records given up with their partition, or read again after a rewind; none is lost.",
                    "Steady growth: the consumer group rebalances too often.",
                    v -> v.counters.discarded()),
            gauge(
                    "RecordsPending",
                    "Records accepted and in none of the other counts.",
                    "Growth without an end: see RequestLatencyP99Ms and Retries.",
                    v -> v.counters.pending()),
            counter(
                    "BytesMapped",
                    "Size of the entries that were mapped, as the mapper estimates it.",
                    LOAD,
                    v -> v.counters.bytes()),
            counter("Batches", "Batches that were closed.", LOAD, v -> v.counters.batches()),
            byTrigger("BatchesByRecords", BatchTrigger.RECORDS, "as many entries as it may hold"),
            byTrigger("BatchesByBytes", BatchTrigger.BYTES, "the next entry would not fit"),
            byTrigger("BatchesByLinger", BatchTrigger.LINGER, "the first entry waited long enough"),
            byTrigger("BatchesByIdle", BatchTrigger.IDLE, "no entry came for a while"),
            byTrigger("BatchesByRecordTime", BatchTrigger.RECORD_TIME, "the span of record timestamps was complete"),
            byTrigger("BatchesByWallClock", BatchTrigger.WALL_CLOCK, "the clock reached a boundary"),
            byTrigger("BatchesBySchema", BatchTrigger.SCHEMA, "the next entry had another schema"),
            byTrigger("BatchesByMemory", BatchTrigger.MEMORY, "the memory budget was used up"),
            byTrigger(
                    "BatchesByKeyWaiting", BatchTrigger.KEY_WAITING, "an entry with a key of the batch waited for it"),
            byTrigger("BatchesByCommit", BatchTrigger.COMMIT, "offsets were about to be committed"),
            counter("Requests", "Requests that were answered, whatever the answer.", LOAD, v -> v.counters.requests()),
            gauge(
                    "RequestsInFlight",
                    "Requests that are sent and not answered.",
                    "At RequestWindow all the time: the destination is the limit; add tasks.",
                    v -> v.counters.inFlight()),
            gauge(
                    "RequestWindow",
                    "Requests that may be unanswered at a time; shrinks when the destination throttles.",
                    "Below max.in.flight.requests for long: ask for more capacity there.",
                    v -> v.counters.window()),
            counter(
                    "RequestTimeMs",
                    "How long all answered requests took together.",
                    "Divided by Requests it is the mean.",
                    v -> v.counters.requestMillis()),
            latency("RequestLatencyP50Ms", 0.5, "Half of the requests took at most this"),
            latency("RequestLatencyP95Ms", 0.95, "95 % of the requests took at most this"),
            latency("RequestLatencyP99Ms", 0.99, "99 % of the requests took at most this"),
            gauge(
                    "RequestLatencyMaxMs",
                    "The slowest request in the last one to two minutes; NaN without a request.",
                    "Near the socket timeout: the destination or the network is in trouble.",
                    v -> v.counters.latency().maxMillis()),
            counter(
                    "Retries",
                    "Requests that were repeated.",
                    "Steady growth: see the two below and the log.",
                    v -> v.counters.retries()),
            counter(
                    "RetriesTransient",
                    "Repeated because the destination was unavailable or slow.",
                    "Check the destination and the network before retry.timeout.ms is over.",
                    v -> v.counters.retries(FailureKind.TRANSIENT)),
            counter(
                    "RetriesThrottled",
                    "Repeated because the destination asked for less.",
                    "Ask for more capacity there, or spread the keys.",
                    v -> v.counters.retries(FailureKind.THROTTLED)),
            gauge(
                    "Paused",
                    "1 while the task takes in nothing because its buffer is full, else 0.",
                    "1 for long: the destination is slower than the topic.",
                    v -> v.counters.paused() ? 1L : 0L),
            counter(
                    "PausedTimeMs",
                    "How long the task was paused for that.",
                    "A large share of the time: add tasks, or raise buffer.max.bytes.",
                    v -> v.counters.pausedMillis()),
            gauge(
                    "BufferUsedBytes",
                    "Memory that records which are not stored take.",
                    "See Paused.",
                    v -> v.budget.used()),
            gauge("BufferLimitBytes", "buffer.max.bytes.", "Change it with the option.", v -> v.budget.limit()),
            gauge(
                    "OldestUnwrittenAgeMs",
                    "How long the oldest record that is not safe has been waiting, to about a second; 0 when all are safe.",
                    "Above linger or rotation time plus a minute: writing has stopped; see Retries and Paused.",
                    v -> v.counters.oldestUnwrittenMillis()));

    private static Metric<TaskView> byTrigger(String name, BatchTrigger trigger, String why) {
        return counter(name, "Batches closed because " + why + ".", LOAD, v -> v.counters.batches(trigger));
    }

    private static Metric<TaskView> latency(String name, double share, String meaning) {
        return gauge(
                name,
                meaning + " in the last one to two minutes, right to 6 %; NaN without a request.",
                "Higher than usual: the destination is slow; see RequestWindow.",
                v -> v.counters.latency().percentileMillis(share));
    }
}
