package dev.sluice.tablestore.change;

import dev.sluice.core.config.Choice;
import dev.sluice.tablestore.value.BadRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** A value is a row; a record without one (a tombstone) deletes it where the config lets it. */
final class PlainRecords implements ChangeReader {
    private final DeleteMode deleteMode;

    PlainRecords(DeleteMode deleteMode) {
        this.deleteMode = deleteMode;
    }

    @Override
    public Change read(SinkRecord record) {
        if (record.value() != null) {
            return new Change.Written(record, null, record);
        }
        if (!deleteMode.rows()) {
            throw new BadRecord("the record has no value (a tombstone), and delete.mode=" + Choice.nameOf(deleteMode)
                    + " writes and deletes nothing for it; set delete.mode=row with primarykey.mode=record_key to delete the row, or drop tombstones with a "
                    + "transform (Filter with the predicate RecordIsTombstone)");
        }
        return new Change.Deleted(record);
    }
}
