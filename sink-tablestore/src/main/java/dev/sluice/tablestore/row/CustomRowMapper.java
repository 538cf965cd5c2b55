package dev.sluice.tablestore.row;

import com.alicloud.openservices.tablestore.core.utils.Pair;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.tablestore.table.KeyColumn;
import dev.sluice.tablestore.table.KeyType;
import dev.sluice.tablestore.table.TableSpec;
import dev.sluice.tablestore.value.BadRecord;
import dev.sluice.tablestore.value.ServiceLimits;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/** Holds the rows of a {@link RowChangeMapper} to the table's key and the service's limits. */
public final class CustomRowMapper implements RecordMapper<RowWrite> {
    private final TableSpecs tables;
    private final RowChangeMapper mapper;

    /**
     * @param tables for this mapper alone
     * @param mapper the user's, configured
     */
    public CustomRowMapper(TableSpecs tables, RowChangeMapper mapper) {
        this.tables = tables;
        this.mapper = mapper;
    }

    @Override
    public Mapping<RowWrite> map(SinkRecord record) {
        try {
            TableSpec table = tables.of(record);
            return mapper.map(record, table.name())
                    .<Mapping<RowWrite>>map(change -> mapped(table, change))
                    .orElseGet(() -> new Mapping.Skipped<>(MapperClass.EVENT_PARSE_CLASS + " leaves it out"));
        } catch (BadRecord e) {
            return new Mapping.Unmappable<>(String.valueOf(e.getMessage()));
        }
    }

    private static Mapping<RowWrite> mapped(TableSpec table, RowChange change) {
        RowBuilder row = checked(table, change);
        return RowMapper.mapped(
                table, change, EncodedSize.ofChange(change, EncodedSize.unconditional(), table), row.heldBytes());
    }

    private static RowBuilder checked(TableSpec table, RowChange change) {
        if (!table.name().equals(change.getTableName())) {
            throw problem("gives a row of another table than " + table.name() + "; routes are for that");
        }
        checkKey(table, change.getPrimaryKey());
        if (change.getCondition() != null
                && (change.getCondition().getRowExistenceExpectation() != RowExistenceExpectation.IGNORE
                        || change.getCondition().getColumnCondition() != null)) {
            throw problem("gives a row with a condition, and a row may be written twice");
        }
        RowBuilder row = new RowBuilder(table, change.getPrimaryKey(), new RowBuilder.Style(true, true));
        if (change instanceof RowPutChange put) {
            for (Column column : put.getColumnsToPut()) {
                row.cell(column.getName(), column.getValue());
            }
        } else if (change instanceof RowUpdateChange update) {
            for (Pair<Column, RowUpdateChange.Type> column : update.getColumnsToUpdate()) {
                switch (column.getSecond()) {
                    case PUT ->
                        row.cell(column.getFirst().getName(), column.getFirst().getValue());
                    case DELETE, DELETE_ALL -> row.delete(column.getFirst().getName());
                    case INCREMENT -> throw problem("gives a row with an increment, and a row may be written twice");
                }
            }
            if (row.columns().isEmpty() && row.deleted().isEmpty()) {
                throw problem("gives an update without columns, which the service does not take");
            }
        }
        return row;
    }

    private static void checkKey(TableSpec table, PrimaryKey key) {
        List<KeyColumn> columns = table.keys().columns();
        boolean fits = key != null && key.size() == columns.size();
        for (int i = 0; fits && i < columns.size(); i++) {
            PrimaryKeyColumn column = key.getPrimaryKeyColumn(i);
            PrimaryKeyValue value = column.getValue();
            boolean counted = columns.get(i).type() == KeyType.AUTO_INCREMENT;
            fits = column.getName().equals(columns.get(i).name())
                    && value.isPlaceHolderForAutoIncr() == counted
                    && (counted
                            || value.getType()
                                    .name()
                                    .equals(columns.get(i).type().cell().name()));
            if (fits && EncodedSize.contentBytes(value) > ServiceLimits.KEY_BYTES) {
                throw new BadRecord("primary key column " + column.getName() + " of table " + table.name()
                        + " has more than " + ServiceLimits.KEY_BYTES + " bytes (" + ServiceLimits.SOURCE + ")");
            }
        }
        if (!fits) {
            throw problem(
                    "gives a row whose primary key is not the one of table " + table.name() + ", " + table.keys());
        }
    }

    private static BadRecord problem(String what) {
        return new BadRecord(MapperClass.EVENT_PARSE_CLASS + " " + what);
    }
}
