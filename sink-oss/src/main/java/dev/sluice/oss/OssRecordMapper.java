package dev.sluice.oss;

import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.oss.format.FormatOptions;
import dev.sluice.oss.format.FormatOptions.NullValues;
import dev.sluice.oss.format.LongValues;
import dev.sluice.oss.format.RecordFormat;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Says to which object a record belongs, and takes long values out of it. The record itself is encoded when it joins the object. */
final class OssRecordMapper implements RecordMapper<SinkRecord> {
    private final NullValues nullValues;
    private final ObjectNames names;
    private final RecordFormat format;
    private final @Nullable LongValues longValues;

    OssRecordMapper(NullValues nullValues, ObjectNames names, RecordFormat format) {
        this(nullValues, names, format, null);
    }

    /** @param longValues null when no value has an object of its own */
    OssRecordMapper(NullValues nullValues, ObjectNames names, RecordFormat format, @Nullable LongValues longValues) {
        this.nullValues = nullValues;
        this.names = names;
        this.format = format;
        this.longValues = longValues;
    }

    @Override
    public Mapping<SinkRecord> map(SinkRecord record) {
        if (record.value() == null && nullValues != NullValues.WRITE) {
            return withoutValue();
        }
        RecordOrigin origin = RecordOrigin.of(record);
        ObjectPath path = names.pathOf(record, origin.partition());
        SinkRecord stored = longValues == null
                ? record
                : longValues.shortened(record, extension -> names.keyOfValue(origin, extension));
        // Nothing is held for an entry that is encoded at once: the object charges what it keeps.
        return new Mapping.Mapped<>(stored, path.in(format.laneOf(stored)), null, 0);
    }

    private Mapping<SinkRecord> withoutValue() {
        return switch (nullValues) {
            case IGNORE ->
                new Mapping.Skipped<>("no value, and " + FormatOptions.BEHAVIOR_ON_NULL_VALUES + " is ignore");
            case DLQ -> new Mapping.Reported<>("no value, and " + FormatOptions.BEHAVIOR_ON_NULL_VALUES + " is dlq");
            case FAIL, WRITE ->
                new Mapping.Unmappable<>("the record has no value; set " + FormatOptions.BEHAVIOR_ON_NULL_VALUES
                        + " to write, ignore or dlq if it may have none");
        };
    }
}
