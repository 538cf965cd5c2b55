package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.GetRangeResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a table back with the official client. */
public final class TableReader {
    private TableReader() {}

    /** All rows in the order of their keys, each as names and plain values, the key's first. */
    public static List<Map<String, Object>> rows(SyncClient client, String table) {
        List<PrimaryKeySchema> keys = client.describeTable(new DescribeTableRequest(table))
                .getTableMeta()
                .getPrimaryKeyList();
        PrimaryKey next = bound(keys, PrimaryKeyValue.INF_MIN);
        List<Map<String, Object>> rows = new ArrayList<>();
        while (next != null) {
            RangeRowQueryCriteria range = new RangeRowQueryCriteria(table);
            range.setInclusiveStartPrimaryKey(next);
            range.setExclusiveEndPrimaryKey(bound(keys, PrimaryKeyValue.INF_MAX));
            range.setMaxVersions(1);
            GetRangeResponse page = client.getRange(new GetRangeRequest(range));
            page.getRows().forEach(row -> rows.add(plain(row)));
            next = page.getNextStartPrimaryKey();
        }
        return rows;
    }

    /** How many rows there are; reads their keys and one column that need not be there. */
    static int count(SyncClient client, String table) {
        List<PrimaryKeySchema> keys = client.describeTable(new DescribeTableRequest(table))
                .getTableMeta()
                .getPrimaryKeyList();
        PrimaryKey next = bound(keys, PrimaryKeyValue.INF_MIN);
        int rows = 0;
        while (next != null) {
            RangeRowQueryCriteria range = new RangeRowQueryCriteria(table);
            range.setInclusiveStartPrimaryKey(next);
            range.setExclusiveEndPrimaryKey(bound(keys, PrimaryKeyValue.INF_MAX));
            range.setMaxVersions(1);
            range.addColumnsToGet(keys.get(0).getName());
            GetRangeResponse page = client.getRange(new GetRangeRequest(range));
            rows += page.getRows().size();
            next = page.getNextStartPrimaryKey();
        }
        return rows;
    }

    private static PrimaryKey bound(List<PrimaryKeySchema> keys, PrimaryKeyValue value) {
        PrimaryKeyBuilder bound = PrimaryKeyBuilder.createPrimaryKeyBuilder();
        keys.forEach(key -> bound.addPrimaryKeyColumn(key.getName(), value));
        return bound.build();
    }

    private static Map<String, Object> plain(Row row) {
        Map<String, Object> plain = new LinkedHashMap<>();
        for (PrimaryKeyColumn column : row.getPrimaryKey().getPrimaryKeyColumns()) {
            plain.put(
                    column.getName(),
                    switch (column.getValue().getType()) {
                        case STRING -> column.getValue().asString();
                        case INTEGER -> column.getValue().asLong();
                        case BINARY -> column.getValue().asBinary();
                    });
        }
        for (Column column : row.getColumns()) {
            plain.put(column.getName(), column.getValue().getValue());
        }
        return plain;
    }
}
