package dev.sluice.oss.format;

import dev.sluice.core.mapping.RecordOrigin;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Says which records may share an object that has one schema: those whose rows have the same. */
final class SchemaLanes {
    private final RowShape shape;

    SchemaLanes(RowShape shape) {
        this.shape = shape;
    }

    /** @throws org.apache.kafka.connect.errors.DataException when the record is no row */
    Lane laneOf(SinkRecord record) {
        return Lane.of(shape.schemaOf(record));
    }

    /**
     * The record's row with the columns of its lane.
     *
     * @throws org.apache.kafka.connect.errors.DataException when the record is no row
     */
    @Nullable
    Object[] rowOf(SinkRecord record, RecordOrigin origin, Lane lane) {
        return shape.rowOf(record, origin);
    }
}
