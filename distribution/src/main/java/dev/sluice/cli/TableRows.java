package dev.sluice.cli;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.Direction;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.GetRangeResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Reads a table with the official SDK, every row once, in the order of the primary key. */
final class TableRows implements AutoCloseable {

    private final SyncClient client;
    private final String table;

    TableRows(Emulators emulators, String table) {
        Emulators.Settings settings = emulators.settings();
        this.client = new SyncClient(
                emulators.tablestoreEndpoint(),
                settings.accessKeyId(),
                settings.accessKeySecret(),
                settings.instance());
        this.table = table;
    }

    /**
     * Hands over each row: where Kafka kept its record, which its primary key says, and its columns. A table that does
     * not exist has no rows.
     */
    void forEach(BiConsumer<Position, Map<String, Object>> reader) {
        if (!client.listTable().getTableNames().contains(table)) {
            return;
        }
        List<String> keys =
                client.describeTable(new DescribeTableRequest(table)).getTableMeta().getPrimaryKeyList().stream()
                        .map(key -> key.getName())
                        .toList();
        PrimaryKey from = bound(keys, PrimaryKeyValue.INF_MIN);
        PrimaryKey to = bound(keys, PrimaryKeyValue.INF_MAX);
        for (PrimaryKey next = from; next != null; ) {
            RangeRowQueryCriteria criteria = new RangeRowQueryCriteria(table);
            criteria.setInclusiveStartPrimaryKey(next);
            criteria.setExclusiveEndPrimaryKey(to);
            criteria.setDirection(Direction.FORWARD);
            criteria.setMaxVersions(1);
            GetRangeResponse page = client.getRange(new GetRangeRequest(criteria));
            page.getRows().forEach(row -> reader.accept(position(row.getPrimaryKey()), columns(row)));
            next = page.getNextStartPrimaryKey();
        }
    }

    @Override
    public void close() {
        client.shutdown();
    }

    /** The primary key is topic and partition, joined by an underscore, and the offset. */
    private static Position position(PrimaryKey key) {
        PrimaryKeyColumn[] columns = key.getPrimaryKeyColumns();
        String topicAndPartition = columns[0].getValue().asString();
        int cut = topicAndPartition.lastIndexOf('_');
        return new Position(
                topicAndPartition.substring(0, cut),
                Integer.parseInt(topicAndPartition.substring(cut + 1)),
                columns[1].getValue().asLong());
    }

    private static Map<String, Object> columns(Row row) {
        Map<String, Object> columns = new LinkedHashMap<>();
        for (Column column : row.getColumns()) {
            columns.put(column.getName(), value(column.getValue()));
        }
        return columns;
    }

    private static Object value(ColumnValue value) {
        return switch (value.getType()) {
            case INTEGER -> value.asLong();
            case DOUBLE -> value.asDouble();
            case BOOLEAN -> value.asBoolean();
            case BINARY -> List.of(value.asBinary());
            // Text is STRING; the enumeration may grow.
            default -> value.asString();
        };
    }

    private static PrimaryKey bound(List<String> keys, PrimaryKeyValue value) {
        PrimaryKeyBuilder builder = PrimaryKeyBuilder.createPrimaryKeyBuilder();
        keys.forEach(key -> builder.addPrimaryKeyColumn(key, value));
        return builder.build();
    }
}
