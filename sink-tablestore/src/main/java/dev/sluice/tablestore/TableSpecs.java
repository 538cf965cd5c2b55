package dev.sluice.tablestore;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;

/** The tables that topics go to. Remembers what it has worked out, so it is for one thread. */
final class TableSpecs {
    private final TableRouter router;
    private final KeyOptions keys;
    private final Map<String, ColumnRules> columns;
    private final Map<String, TableSpec> byTopic = new HashMap<>();

    TableSpecs(TableRouter router, KeyOptions keys, Map<String, ColumnRules> columns) {
        this.router = router;
        this.keys = keys;
        this.columns = Map.copyOf(columns);
    }

    /** @throws ConnectException when the config has no table for the topic: no record's fault, so it stops the task */
    TableSpec ofTopic(String topic) {
        TableSpec known = byTopic.get(topic);
        if (known == null) {
            known = workOut(topic);
            byTopic.put(topic, known);
        }
        return known;
    }

    private TableSpec workOut(String topic) {
        String table = router.tableOf(topic);
        String problem = RoutingOptions.nameProblem(topic, table);
        if (problem != null) {
            throw new ConnectException(problem);
        }
        KeySchema schema = keys.schemaOf(table);
        if (schema == null) {
            throw new ConnectException(KeyOptions.missing(topic, table, keys.mode()));
        }
        return new TableSpec(table, schema, rulesOf(table));
    }

    private ColumnRules rulesOf(String table) {
        ColumnRules own = columns.get(table);
        return own == null ? columns.getOrDefault(PerTableOptions.ANY_TABLE, ColumnRules.ALL) : own;
    }
}
