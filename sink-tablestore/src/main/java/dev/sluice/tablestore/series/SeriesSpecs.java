package dev.sluice.tablestore.series;

import dev.sluice.tablestore.column.ColumnRules;
import dev.sluice.tablestore.config.PerTableOptions;
import dev.sluice.tablestore.routing.RoutingOptions;
import dev.sluice.tablestore.routing.TableRouter;
import dev.sluice.tablestore.value.BadRecord;
import dev.sluice.tablestore.value.ServiceLimits;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The time series tables that records go to. Remembers what it has worked out, so it is for one thread. */
public final class SeriesSpecs {
    private final TableRouter router;
    private final Map<String, SeriesSpec> options;
    private final Map<String, ColumnRules> columns;
    private final Map<String, SeriesSpec> byTopic = new HashMap<>();
    private final Map<String, SeriesSpec> byTable = new HashMap<>();

    /**
     * @param router says the names of tables
     * @param options what the config says of them
     * @param columns rules, by tables
     */
    public SeriesSpecs(TableRouter router, Map<String, SeriesSpec> options, Map<String, ColumnRules> columns) {
        this.router = router;
        this.options = options;
        this.columns = Map.copyOf(columns);
    }

    /**
     * The table of a record.
     *
     * @throws ConnectException when the config has no table for the record's topic, which is no record's fault
     * @throws BadRecord when the record itself names its table, and not one that can be
     */
    SeriesSpec of(SinkRecord record) {
        if (router.hasOneTable(record.topic())) {
            return ofTopic(record.topic());
        }
        String table = router.tableOf(record);
        SeriesSpec known = byTable.get(table);
        if (known == null) {
            known = spec(table);
            if (known == null) {
                throw new BadRecord("what " + RoutingOptions.TABLE_ROUTE
                        + " finds in the record leads to no time series " + "table of the config; see "
                        + SeriesOptions.option(PerTableOptions.ANY_TABLE, "measurement"));
            }
            byTable.put(table, known);
        }
        return known;
    }

    /**
     * For a topic with one table.
     *
     * @param topic name of a topic
     * @return what the config says of it
     */
    public SeriesSpec ofTopic(String topic) {
        SeriesSpec known = byTopic.get(topic);
        if (known == null) {
            String table = router.tableOf(topic);
            known = spec(table);
            if (known == null) {
                throw new ConnectException("topic " + topic + " would go to time series table \"" + table
                        + "\", which the config does not describe or which is no name of one; set "
                        + SeriesOptions.option(table, "measurement") + ", .time and .time.unit");
            }
            byTopic.put(topic, known);
        }
        return known;
    }

    private @Nullable SeriesSpec spec(String table) {
        if (!ServiceLimits.isName(table) || table.length() > Limits.NAME_BYTES) {
            return null;
        }
        SeriesSpec own = options.get(table);
        SeriesSpec found = own == null ? options.get(PerTableOptions.ANY_TABLE) : own;
        return found == null ? null : found.of(table, PerTableOptions.ofTable(columns, table, ColumnRules.ALL));
    }
}
