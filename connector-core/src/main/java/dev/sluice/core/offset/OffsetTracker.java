package dev.sluice.core.offset;

import dev.sluice.core.mapping.RecordOrigin;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Knows which offsets are safe to commit: everything below the first offset that some {@link Hold} still covers, or all
 * that was accepted when there is no hold. Pure bookkeeping, task thread only.
 *
 * <p>A hold stands for one batch (or one parked record, or one report) and keeps a single offset a partition, the first
 * one. So the cost grows with open batches and not with records.
 */
public final class OffsetTracker {
    private final Map<TopicPartition, PartitionOffsets> partitions = new HashMap<>();
    /** The partition that was asked for last: records come many of one partition in a row. */
    private @Nullable TopicPartition recent;

    private PartitionOffsets recentOffsets = new PartitionOffsets();

    /** A tracker without partitions. */
    public OffsetTracker() {}

    /**
     * Starts to track a partition from nothing; what was known of it before is forgotten.
     *
     * @param partition by origin, as all partitions here
     */
    public void open(TopicPartition partition) {
        recent = null;
        partitions.put(partition, new PartitionOffsets());
    }

    /**
     * The partition goes on from here: everything below is safe.
     *
     * @param partition one that was opened, and of which no record was accepted since
     * @param offset of the next record
     */
    public void begin(TopicPartition partition, long offset) {
        of(partition).next = offset;
    }

    /**
     * Forgets a partition. Holds on it count for nothing from now on, also if it is opened again.
     *
     * @param partition may be one that is not open
     */
    public void close(TopicPartition partition) {
        recent = null;
        partitions.remove(partition);
    }

    /**
     * Whether the partition is tracked: it was opened, or a record of it was accepted, and it was not closed since.
     *
     * @param partition any
     * @return false for one that was never heard of
     */
    public boolean isOpen(TopicPartition partition) {
        return partitions.containsKey(partition);
    }

    /** {@return the partitions that are tracked; a snapshot} */
    public Set<TopicPartition> opened() {
        return Set.copyOf(partitions.keySet());
    }

    /**
     * Whether this record, or a later one of its partition, was accepted already.
     *
     * @param origin of a record that is not accepted yet
     * @return true when the worker reads again from an earlier offset
     */
    public boolean isRewound(RecordOrigin origin) {
        if (!origin.partition().equals(recent)) {
            PartitionOffsets offsets = partitions.get(origin.partition());
            if (offsets == null) {
                return false;
            }
            recentOffsets = offsets;
            recent = origin.partition();
        }
        return origin.offset() < recentOffsets.next;
    }

    /**
     * A record was taken from Kafka. Unless a hold covers it, it is safe from now on.
     *
     * @param origin where it was read; in order within a partition, gaps allowed
     */
    public void accepted(RecordOrigin origin) {
        PartitionOffsets offsets = of(origin.partition());
        offsets.next = Math.max(offsets.next, origin.offset() + 1);
    }

    private PartitionOffsets of(TopicPartition partition) {
        if (!partition.equals(recent)) {
            recentOffsets = partitions.computeIfAbsent(partition, p -> new PartitionOffsets());
            recent = partition;
        }
        return recentOffsets;
    }

    /**
     * Makes a hold.
     *
     * @return one that covers nothing yet
     */
    public Hold hold() {
        return new Hold();
    }

    /**
     * For each partition with accepted records, the offset that Kafka may start from after a restart. Every record
     * below it is stored, skipped or reported.
     *
     * @return a snapshot, without partitions that no record has come of
     */
    public Map<TopicPartition, Long> safeOffsets() {
        Map<TopicPartition, Long> safe = new HashMap<>();
        partitions.forEach((partition, offsets) -> {
            if (offsets.next >= 0) {
                safe.put(partition, offsets.safe());
            }
        });
        return safe;
    }

    /**
     * The first offset of a partition that is not safe.
     *
     * @param partition any
     * @return -1 when no record of it was accepted
     */
    public long safeOffset(TopicPartition partition) {
        PartitionOffsets offsets = partitions.get(partition);
        return offsets == null ? -1 : offsets.safe();
    }

    /** Takes the offsets of one partition: the first one that is not safe, and the first one that was not accepted. */
    @FunctionalInterface
    public interface PartitionVisitor {
        /**
         * The offsets of one partition with accepted records.
         *
         * @param partition by origin
         * @param safe the first offset that is not safe; {@code next} when all are
         * @param next the first offset that was not accepted
         */
        void partition(TopicPartition partition, long safe, long next);
    }

    /**
     * Tells each partition with accepted records.
     *
     * @param visitor called at once, in no particular order; must not change the tracker
     */
    public void visit(PartitionVisitor visitor) {
        partitions.forEach((partition, offsets) -> {
            if (offsets.next >= 0) {
                visitor.partition(partition, offsets.safe(), offsets.next);
            }
        });
    }

    /** Keeps the offsets of some records unsafe until it is released. */
    public final class Hold {
        private final Map<TopicPartition, Covered> covered = new HashMap<>(2);
        /** The partition that it covered last, and from where: a hold is nearly always of one, and most records change nothing. */
        private @Nullable PartitionOffsets latest;

        private long latestFirst;

        private Hold() {}

        /**
         * Covers one more record, and with it all later ones of its partition.
         *
         * @param origin of an accepted record
         */
        public void cover(RecordOrigin origin) {
            PartitionOffsets offsets = of(origin.partition());
            if (offsets != latest || origin.offset() < latestFirst) {
                latest = offsets;
                latestFirst = firstOf(offsets, origin);
            }
        }

        private long firstOf(PartitionOffsets offsets, RecordOrigin origin) {
            Covered before = covered.get(origin.partition());
            if (before == null || before.offsets != offsets) {
                before = new Covered(offsets, origin.offset());
                covered.put(origin.partition(), before);
                offsets.add(origin.offset());
            } else if (origin.offset() < before.first) {
                offsets.remove(before.first);
                offsets.add(origin.offset());
                before.first = origin.offset();
            }
            return before.first;
        }

        /** What it covered is safe now. Releasing twice does nothing. */
        public void release() {
            covered.values().forEach(c -> c.offsets.remove(c.first));
            covered.clear();
            latest = null;
        }

        /**
         * The partitions that records were covered of.
         *
         * @return a view, empty after {@link #release}
         */
        public Set<TopicPartition> partitions() {
            return covered.keySet();
        }

        /**
         * Stops to cover these partitions.
         *
         * @param revoked partitions by origin; those that it does not cover count for nothing
         */
        public void forget(Collection<TopicPartition> revoked) {
            latest = null;
            for (TopicPartition partition : revoked) {
                Covered gone = covered.remove(partition);
                if (gone != null) {
                    gone.offsets.remove(gone.first);
                }
            }
        }
    }

    private static final class Covered {
        final PartitionOffsets offsets;
        long first;

        Covered(PartitionOffsets offsets, long first) {
            this.offsets = offsets;
            this.first = first;
        }
    }

    private static final class PartitionOffsets {
        /** First offset not accepted yet; -1 before the first record. */
        long next = -1;
        /** First offsets of holds, with how many holds start there. */
        final NavigableMap<Long, Integer> firsts = new TreeMap<>();

        void add(long first) {
            firsts.merge(first, 1, Integer::sum);
        }

        void remove(long first) {
            firsts.computeIfPresent(first, PartitionOffsets::oneLess);
        }

        private static @Nullable Integer oneLess(Long first, Integer holds) {
            return holds == 1 ? null : holds - 1;
        }

        long safe() {
            return firsts.isEmpty() ? next : Math.min(next, firsts.firstKey());
        }
    }
}
