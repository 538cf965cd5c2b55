package dev.sluice.tablestore.row;

import com.alicloud.openservices.tablestore.core.protocol.OTSProtocolBuilder;
import com.alicloud.openservices.tablestore.core.utils.Pair;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.condition.CompositeColumnValueCondition;
import com.alicloud.openservices.tablestore.model.condition.SingleColumnValueCondition;
import com.alicloud.openservices.tablestore.model.condition.SingleColumnValueCondition.CompareOperator;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.tablestore.value.BadRecord;
import dev.sluice.tablestore.value.ServiceLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Gives each change of another mapper the record's partition and offset as columns, and the condition that the row does not
 * come from the same record or a later one of that partition. Records of different partitions have no order, so
 * between those the last write stays, as without it.
 */
public final class FencedMapper implements RecordMapper<RowWrite> {
    private static final long HEAP_BYTES = 700;

    private final RecordMapper<RowWrite> plain;
    private final FenceOptions options;
    /** Bytes of a partition's conditions, which are alike but for the offset: a number of fixed size. */
    private final Map<TopicPartition, Integer> conditions = new HashMap<>();

    /**
     * @param plain makes the changes
     * @param options names of the columns, and what deletes do
     */
    public FencedMapper(RecordMapper<RowWrite> plain, FenceOptions options) {
        this.plain = plain;
        this.options = options;
    }

    @Override
    public Mapping<RowWrite> map(SinkRecord record) {
        Mapping<RowWrite> mapping = plain.map(record);
        if (!(mapping instanceof Mapping.Mapped<RowWrite> mapped)) {
            return mapping;
        }
        try {
            return fenced(mapped, RecordOrigin.of(record));
        } catch (BadRecord e) {
            return new Mapping.Unmappable<>(String.valueOf(e.getMessage()));
        }
    }

    private Mapping<RowWrite> fenced(Mapping.Mapped<RowWrite> mapped, RecordOrigin origin) {
        RowWrite write = mapped.value();
        ColumnValue partition = ColumnValue.fromString(origin.partition().toString());
        ColumnValue offset = ColumnValue.fromLong(origin.offset());
        checkNames(write.change());
        RowChange change = withColumns(write.change(), partition, offset);
        Condition condition = new Condition(RowExistenceExpectation.IGNORE);
        condition.setColumnCondition(new CompositeColumnValueCondition(CompositeColumnValueCondition.LogicOperator.OR)
                .addCondition(
                        new SingleColumnValueCondition(options.partitionColumn(), CompareOperator.NOT_EQUAL, partition)
                                .setPassIfMissing(true))
                .addCondition(new SingleColumnValueCondition(options.offsetColumn(), CompareOperator.LESS_THAN, offset)
                        .setPassIfMissing(true)));
        change.setCondition(condition);
        int conditionBytes = conditions.computeIfAbsent(
                origin.partition(),
                any -> OTSProtocolBuilder.buildCondition(condition).getSerializedSize());
        long bytes = EncodedSize.ofChange(change, conditionBytes, write.table());
        RowMapper.checkSize(bytes, "with the columns of " + FenceOptions.FENCING + " ");
        return new Mapping.Mapped<>(
                new RowWrite(write.table(), change),
                mapped.batchKey(),
                mapped.orderingKey(),
                bytes,
                mapped.heldBytes() + HEAP_BYTES + bytes - mapped.sizeBytes());
    }

    private RowChange withColumns(RowChange change, ColumnValue partition, ColumnValue offset) {
        if (change instanceof RowDeleteChange && !options.marksDeletes()) {
            return change;
        }
        if (change instanceof RowDeleteChange) {
            return new RowPutChange(change.getTableName(), change.getPrimaryKey())
                    .addColumn(options.partitionColumn(), partition)
                    .addColumn(options.offsetColumn(), offset)
                    .addColumn(options.deletedColumn(), ColumnValue.fromBoolean(true));
        }
        int columns = 2;
        if (change instanceof RowPutChange put) {
            columns += put.getColumnsToPut().size();
            put.addColumn(options.partitionColumn(), partition).addColumn(options.offsetColumn(), offset);
        } else if (change instanceof RowUpdateChange update) {
            columns += update.getColumnsToUpdate().size();
            update.put(options.partitionColumn(), partition).put(options.offsetColumn(), offset);
            if (options.marksDeletes()) {
                columns++;
                update.deleteColumns(options.deletedColumn());
            }
        }
        if (columns > ServiceLimits.ROW_COLUMNS) {
            throw new BadRecord("with the columns of " + FenceOptions.FENCING + " the row has more than "
                    + ServiceLimits.ROW_COLUMNS + " columns (" + ServiceLimits.SOURCE + ")");
        }
        return change;
    }

    private void checkNames(RowChange change) {
        for (PrimaryKeyColumn column : change.getPrimaryKey().getPrimaryKeyColumns()) {
            checkName(column.getName());
        }
        if (change instanceof RowPutChange put) {
            for (Column column : put.getColumnsToPut()) {
                checkName(column.getName());
            }
        } else if (change instanceof RowUpdateChange update) {
            List<Pair<Column, RowUpdateChange.Type>> columns = update.getColumnsToUpdate();
            for (Pair<Column, RowUpdateChange.Type> column : columns) {
                checkName(column.getFirst().getName());
            }
        }
    }

    private void checkName(String column) {
        if (column.startsWith(options.prefix())
                && (column.equals(options.partitionColumn())
                        || column.equals(options.offsetColumn())
                        || column.equals(options.deletedColumn()))) {
            throw new BadRecord("column " + column + " of the record has the name of a column of "
                    + FenceOptions.FENCING + "; choose another " + FenceOptions.PREFIX);
        }
    }
}
