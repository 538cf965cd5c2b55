package dev.sluice.oss;

import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.oss.format.FormatOptions;
import dev.sluice.oss.format.FormatOptions.NullValues;
import dev.sluice.oss.format.RecordFormat;
import org.apache.kafka.connect.sink.SinkRecord;

/** Says to which object a record belongs. The record itself is encoded when it joins the object. */
final class OssRecordMapper implements RecordMapper<SinkRecord> {
    private final NullValues nullValues;
    private final ObjectNames names;
    private final RecordFormat format;

    OssRecordMapper(NullValues nullValues, ObjectNames names, RecordFormat format) {
        this.nullValues = nullValues;
        this.names = names;
        this.format = format;
    }

    @Override
    public Mapping<SinkRecord> map(SinkRecord record) {
        if (record.value() == null && nullValues != NullValues.WRITE) {
            return nullValues == NullValues.IGNORE
                    ? new Mapping.Skipped<>("no value, and " + FormatOptions.BEHAVIOR_ON_NULL_VALUES + " is ignore")
                    : new Mapping.Unmappable<>("the record has no value; set " + FormatOptions.BEHAVIOR_ON_NULL_VALUES
                            + " to write or ignore if it may have none");
        }
        ObjectPath path =
                names.pathOf(record, RecordOrigin.of(record).partition()).in(format.laneOf(record));
        // Nothing is held for an entry that is encoded at once: the object charges what it keeps.
        return new Mapping.Mapped<>(record, path, null, 0);
    }
}
