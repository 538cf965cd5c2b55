package dev.sluice.tablestore.key;

import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.tablestore.table.KeySchema;
import dev.sluice.tablestore.table.TableSpec;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Topic and partition as one text, and the offset: unique, and the same when the record is delivered again. Taken from
 * the record's origin, because two topics that a transform gives one name have the same offsets.
 */
final class OriginKeySource implements KeySource {

    @Override
    public PrimaryKey keyOf(SinkRecord record, TableSpec table) {
        RecordOrigin origin = RecordOrigin.of(record);
        String topicPartition =
                origin.partition().topic() + '_' + origin.partition().partition();
        return new PrimaryKey(new PrimaryKeyColumn[] {
            new PrimaryKeyColumn(KeySchema.KAFKA.columns().get(0).name(), PrimaryKeyValue.fromString(topicPartition)),
            new PrimaryKeyColumn(KeySchema.KAFKA.columns().get(1).name(), PrimaryKeyValue.fromLong(origin.offset()))
        });
    }

    @Override
    public boolean takesFieldsOfValue() {
        return false;
    }
}
