package dev.sluice.tablestore.key;

import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.tablestore.column.ColumnTarget;
import dev.sluice.tablestore.config.PerTableOptions;
import dev.sluice.tablestore.table.KeyColumn;
import dev.sluice.tablestore.table.KeySchema;
import dev.sluice.tablestore.table.SearchTime;
import dev.sluice.tablestore.table.TableSpec;
import dev.sluice.tablestore.value.BadRecord;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The record's origin as a key whose first column is spread evenly, for tables with a search index; and a column with a
 * time to search by.
 */
final class SearchKeySource implements KeySource {
    /** Column of the time, in milliseconds. */
    static final String TIMESTAMP = "timestamp";

    private static final int HASH_DIGITS = 5;

    private final InstantSource clock;

    SearchKeySource(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public PrimaryKey keyOf(SinkRecord record, TableSpec table) {
        RecordOrigin origin = RecordOrigin.of(record);
        String topic = origin.partition().topic();
        int partition = origin.partition().partition();
        String hash = Md5.start(topic + '_' + partition + '_' + origin.offset(), HASH_DIGITS);
        List<KeyColumn> columns = KeySchema.SEARCH.columns();
        return new PrimaryKey(new PrimaryKeyColumn[] {
            new PrimaryKeyColumn(columns.get(0).name(), PrimaryKeyValue.fromString(hash)),
            new PrimaryKeyColumn(columns.get(1).name(), PrimaryKeyValue.fromString(topic)),
            new PrimaryKeyColumn(columns.get(2).name(), PrimaryKeyValue.fromLong(partition)),
            new PrimaryKeyColumn(columns.get(3).name(), PrimaryKeyValue.fromLong(origin.offset()))
        });
    }

    @Override
    public boolean takesFieldsOfValue() {
        return false;
    }

    @Override
    public boolean addsColumns() {
        return true;
    }

    @Override
    public void addColumns(SinkRecord record, TableSpec table, ColumnTarget row) {
        Long time = table.searchTime() == SearchTime.LOCAL ? Long.valueOf(clock.millis()) : record.timestamp();
        if (time == null) {
            throw new BadRecord("the record has no timestamp, which primarykey.mode=search stores in the column "
                    + TIMESTAMP + "; set " + PerTableOptions.searchTime(table.name())
                    + "=local to store the time of the write instead");
        }
        row.put(TIMESTAMP, null, null, time);
    }
}
