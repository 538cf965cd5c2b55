package dev.sluice.tablestore.row;

import dev.sluice.tablestore.column.ColumnRules;
import dev.sluice.tablestore.config.PerTableOptions;
import dev.sluice.tablestore.key.KeyOptions;
import dev.sluice.tablestore.routing.RoutingOptions;
import dev.sluice.tablestore.routing.TableRouter;
import dev.sluice.tablestore.table.KeySchema;
import dev.sluice.tablestore.table.SearchTime;
import dev.sluice.tablestore.table.TableSpec;
import dev.sluice.tablestore.value.BadRecord;
import dev.sluice.tablestore.value.ServiceLimits;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;

/** The tables that records go to. Remembers what it has worked out, so it is for one thread. */
public final class TableSpecs {
    /** What a request has besides its rows, at most. */
    public static final int BYTES_AROUND_ROWS = EncodedSize.AROUND_ROWS;

    private final TableRouter router;
    private final KeyOptions keys;
    private final Map<String, ColumnRules> columns;
    private final Map<String, SearchTime> searchTimes;
    private final Predicate<KeySchema> bulk;
    private final Map<String, TableSpec> byTopic = new HashMap<>();
    private final Map<String, TableSpec> byTable = new HashMap<>();

    /**
     * @param router says the names of tables
     * @param keys their primary keys
     * @param columns rules, by tables
     * @param searchTimes by tables
     * @param bulk whether BulkImport carries the rows of tables with this key
     */
    public TableSpecs(
            TableRouter router,
            KeyOptions keys,
            Map<String, ColumnRules> columns,
            Map<String, SearchTime> searchTimes,
            Predicate<KeySchema> bulk) {
        this.router = router;
        this.keys = keys;
        this.columns = Map.copyOf(columns);
        this.searchTimes = Map.copyOf(searchTimes);
        this.bulk = bulk;
    }

    /**
     * @throws ConnectException when the config has no table for the record's topic: no record's fault, so it stops the task
     * @throws BadRecord when the record itself names its table, and not one that can be
     */
    TableSpec of(SinkRecord record) {
        TableSpec known = byTopic.get(record.topic());
        if (known != null) {
            return known;
        }
        return router.hasOneTable(record.topic()) ? ofTopic(record.topic()) : ofContent(record);
    }

    /**
     * For a topic with one table.
     *
     * @param topic name of a topic
     * @return what the config says of it
     */
    public TableSpec ofTopic(String topic) {
        TableSpec known = byTopic.get(topic);
        if (known == null) {
            String table = router.tableOf(topic);
            String problem = RoutingOptions.nameProblem(topic, table);
            if (problem != null) {
                throw new ConnectException(problem);
            }
            if (keys.schemaOf(table) == null) {
                throw new ConnectException(KeyOptions.missing(topic, table, keys.mode()));
            }
            known = spec(table);
            byTopic.put(topic, known);
        }
        return known;
    }

    /** The name is content, so messages do not hold it. */
    private TableSpec ofContent(SinkRecord record) {
        String table = router.tableOf(record);
        TableSpec known = byTable.get(table);
        if (known != null) {
            return known;
        }
        if (!ServiceLimits.isName(table)) {
            throw new BadRecord("what " + RoutingOptions.TABLE_ROUTE + " finds in the record makes no table name with "
                    + RoutingOptions.TABLE_NAME_FORMAT + "; a table name has " + ServiceLimits.NAME_RULE);
        }
        if (keys.schemaOf(table) == null) {
            throw new BadRecord("what " + RoutingOptions.TABLE_ROUTE + " finds in the record leads to a table whose "
                    + "primary key the config does not have; set it, or one for all tables with "
                    + PerTableOptions.keyName(PerTableOptions.ANY_TABLE) + " and .type");
        }
        // The tables of an instance are few, so this stays small.
        TableSpec spec = spec(table);
        byTable.put(table, spec);
        return spec;
    }

    private TableSpec spec(String table) {
        KeySchema recordKeys = keys.recordKeysOf(table);
        KeySchema all = keys.schemaOf(table);
        if (recordKeys == null || all == null) {
            throw new IllegalStateException("no key of table " + table);
        }
        return new TableSpec(
                table,
                all,
                recordKeys,
                PerTableOptions.ofTable(columns, table, ColumnRules.ALL),
                PerTableOptions.ofTable(searchTimes, table, SearchTime.KAFKA),
                bulk.test(all));
    }
}
