package dev.sluice.oss.format;

import dev.sluice.core.mapping.RecordOrigin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Says which records may share an object that has one schema: those whose rows have the same, and those whose rows have a
 * projection that the compatibility allows. Which of two schemas is newer is what their versions say; without versions the one
 * that has all fields of the other, so that it does not depend on which was seen first.
 */
final class SchemaLanes {
    private static final int MOST_SCHEMAS_OF_TOPIC = 100;

    /** Which schema an object has when records of several could share it. */
    enum Compatibility {
        /** Each its own. */
        NONE,
        /** The newest that has a place for the older records. */
        BACKWARD,
        /** The oldest that has a place for the newer records. */
        FORWARD,
        /** The newest, if each has a place for the records of the other. */
        FULL
    }

    private record Pair(RowSchema from, RowSchema to) {}

    /** What is known of a topic: its lanes, and the lane of each schema as long as there is no new one. */
    private static final class Topic {
        private final List<Lane> lanes = new ArrayList<>();
        private final Map<RowSchema, Lane> laneOf = new HashMap<>();
    }

    private final RowShape shape;
    private final Compatibility compatibility;
    private final Map<String, Topic> topics = new HashMap<>();
    private final Map<Pair, RowProjection> projections = new HashMap<>();
    /** A record is usually followed by one like it. The record itself is not kept: see {@link #rowOf}. */
    private @Nullable RowSchema lastSchema;

    private String lastTopic = "";
    private @Nullable Lane lastLane;

    SchemaLanes(RowShape shape, Compatibility compatibility) {
        this.shape = shape;
        this.compatibility = compatibility;
    }

    /** @throws org.apache.kafka.connect.errors.DataException when the record is no row */
    @SuppressWarnings("ReferenceEquality") // another one that is equal takes the longer way
    Lane laneOf(SinkRecord record) {
        RowSchema schema = shape.schemaOf(record);
        Lane last = lastLane;
        // Lanes change when a schema comes that is not the last one.
        if (last != null && schema == lastSchema && record.topic().equals(lastTopic)) {
            return last;
        }
        Topic topic = topics.computeIfAbsent(record.topic(), name -> new Topic());
        Lane known = topic.laneOf.get(schema);
        Lane lane = known == null ? laneOf(schema, topic) : known;
        lastSchema = schema;
        lastTopic = record.topic();
        lastLane = lane;
        return lane;
    }

    private Lane laneOf(RowSchema schema, Topic topic) {
        if (topic.lanes.size() == MOST_SCHEMAS_OF_TOPIC) {
            topic.lanes.clear();
            topic.laneOf.clear();
        }
        Lane best = null;
        for (Lane lane : topic.lanes) {
            if (takes(lane.schema(), schema) && (best == null || isBetter(lane, best))) {
                best = lane;
            }
        }
        if (best == null) {
            best = Lane.of(schema);
            topic.lanes.add(best);
            // Records of other schemas may have a better place now.
            topic.laneOf.clear();
        }
        topic.laneOf.put(schema, best);
        return best;
    }

    private boolean takes(RowSchema lane, RowSchema row) {
        if (lane.equals(row)) {
            return true;
        }
        return switch (compatibility) {
            case NONE -> false;
            case BACKWARD -> isOlder(row, lane) && between(row, lane).isPossible();
            case FORWARD -> isOlder(lane, row) && between(row, lane).isPossible();
            case FULL ->
                isOlder(row, lane)
                        && between(row, lane).isPossible()
                        && between(lane, row).isPossible();
        };
    }

    private boolean isBetter(Lane one, Lane other) {
        return compatibility == Compatibility.FORWARD
                ? isOlder(one.schema(), other.schema())
                : isOlder(other.schema(), one.schema());
    }

    private boolean isOlder(RowSchema one, RowSchema other) {
        Integer version = one.version();
        Integer otherVersion = other.version();
        if (version != null && otherVersion != null && !version.equals(otherVersion)) {
            return version < otherVersion;
        }
        RowProjection up = between(one, other);
        return up.isPossible() && up.isLossless() && !between(other, one).isLossless();
    }

    private RowProjection between(RowSchema from, RowSchema to) {
        if (projections.size() > MOST_SCHEMAS_OF_TOPIC * MOST_SCHEMAS_OF_TOPIC) {
            projections.clear();
        }
        return projections.computeIfAbsent(new Pair(from, to), pair -> RowProjection.between(pair.from, pair.to));
    }

    /**
     * The record's row with the columns of its lane.
     *
     * @throws org.apache.kafka.connect.errors.DataException when the record is no row
     */
    @Nullable
    Object[] rowOf(SinkRecord record, RecordOrigin origin, Lane lane) {
        @Nullable Object[] row = shape.rowOf(record, origin);
        // Found again: to remember it with its record would cost the collector more, a reference from old to young each
        // time.
        RowSchema schema = shape.schemaOf(record);
        return schema.equals(lane.schema())
                ? row
                : between(schema, lane.schema()).apply(row);
    }
}
