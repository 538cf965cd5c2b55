package dev.sluice.tablestore.key;

import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import dev.sluice.tablestore.column.ColumnTarget;
import dev.sluice.tablestore.table.TableSpec;
import java.util.HexFormat;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Another key with a hash of it in front, so that neighbouring keys are spread over the partitions of the table: the service
 * partitions by the first column
 * (<a href="https://help.aliyun.com/en/tablestore/use-cases/table-design">its advice</a>).
 */
final class HashedKeySource implements KeySource {
    private static final int HASH_DIGITS = 4;

    private final KeySource plain;

    HashedKeySource(KeySource plain) {
        this.plain = plain;
    }

    @Override
    public PrimaryKey keyOf(SinkRecord record, TableSpec table) {
        PrimaryKeyColumn[] columns = plain.keyOf(record, table).getPrimaryKeyColumns();
        PrimaryKeyColumn[] hashed = new PrimaryKeyColumn[columns.length + 1];
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < columns.length; i++) {
            hashed[i + 1] = columns[i];
            PrimaryKeyValue value = columns[i].getValue();
            if (!value.isPlaceHolderForAutoIncr()) {
                text.append(i == 0 ? "" : "_").append(text(value));
            }
        }
        hashed[0] = new PrimaryKeyColumn(
                table.keys().columns().get(0).name(),
                PrimaryKeyValue.fromString(Md5.start(text.toString(), HASH_DIGITS)));
        return new PrimaryKey(hashed);
    }

    private static String text(PrimaryKeyValue value) {
        return switch (value.getType()) {
            case STRING -> value.asString();
            case INTEGER -> Long.toString(value.asLong());
            case BINARY -> HexFormat.of().formatHex(value.asBinary());
        };
    }

    @Override
    public boolean takesFieldsOfValue() {
        return plain.takesFieldsOfValue();
    }

    @Override
    public boolean addsColumns() {
        return plain.addsColumns();
    }

    @Override
    public void addColumns(SinkRecord record, TableSpec table, ColumnTarget row) {
        plain.addColumns(record, table, row);
    }
}
