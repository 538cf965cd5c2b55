package dev.sluice.tablestore;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.tablestore.change.ChangeOptions;
import dev.sluice.tablestore.change.RecordFormat;
import dev.sluice.tablestore.client.ConnectionOptions;
import dev.sluice.tablestore.column.ColumnOptions;
import dev.sluice.tablestore.column.ColumnRules;
import dev.sluice.tablestore.column.MappingOptions;
import dev.sluice.tablestore.config.PerTableOptions;
import dev.sluice.tablestore.key.KeyOptions;
import dev.sluice.tablestore.key.PrimaryKeyMode;
import dev.sluice.tablestore.routing.RoutingOptions;
import dev.sluice.tablestore.routing.TableRouter;
import dev.sluice.tablestore.row.FenceOptions;
import dev.sluice.tablestore.row.MapperClass;
import dev.sluice.tablestore.series.SeriesOptions;
import dev.sluice.tablestore.table.CreateOptions;
import dev.sluice.tablestore.value.ServiceLimits;
import dev.sluice.tablestore.write.WriteApi;
import dev.sluice.tablestore.write.WriteOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** What can only be said of several options together. */
final class CrossChecks {
    private static final String TOPICS = "topics";
    private static final String TRANSFORMS = "transforms";

    private final ConfigValues values;
    private final ConfigProblems problems;

    CrossChecks(ConfigValues values, ConfigProblems problems) {
        this.values = values;
        this.problems = problems;
    }

    void run() {
        ConnectionOptions.AUTH.check(values, problems);
        PerTableOptions perTable = new PerTableOptions(values.raw());
        perTable.checkSpelling(problems);
        Map<String, ColumnRules> columns = ColumnOptions.read(perTable, problems);
        MappingOptions.check(values, problems);
        ChangeOptions.check(values, problems);
        RoutingOptions.check(values, problems);
        var unusedColumns = CreateOptions.predefined(perTable, problems);
        var unusedTimes = KeyOptions.searchTimes(perTable, problems);
        if (SeriesOptions.isOn(values)) {
            SeriesOptions.check(
                    values,
                    perTable,
                    columns,
                    router().map(this::tables).orElse(Map.of()).keySet(),
                    problems);
            checkSeries();
            checkTables();
            return;
        }
        Optional<PrimaryKeyMode> mode =
                values.get(KeyOptions.PRIMARYKEY_MODE, String.class).map(KeyOptions.PRIMARYKEY_MODES::parse);
        mode.ifPresent(known -> checkKeys(
                known,
                KeyOptions.read(
                        known, values.get(KeyOptions.HASH_COLUMN, String.class).orElse(""), perTable, problems)));
        checkTables();
    }

    /**
     * The topics whose tables the config tells: none when {@code topics.regex} picks them, and none when transforms may
     * rename them on the way.
     */
    static List<String> topics(Map<String, String> raw) {
        return raw.getOrDefault(TRANSFORMS, "").isBlank() ? PerTableOptions.split(raw.get(TOPICS)) : List.of();
    }

    /** The tables that the config tells before the first record. */
    static Set<String> tables(ConfigValues values) {
        CrossChecks checks = new CrossChecks(values, new ConfigProblems());
        return checks.router().map(checks::tables).orElse(Map.of()).keySet();
    }

    /** What does not go together with time series. */
    private void checkSeries() {
        refuse(ChangeOptions.RECORD_FORMAT, "debezium", "plain");
        refuse(FenceOptions.FENCING, "offset", "none");
        for (String mode : List.of("row", "column", "row_and_column")) {
            refuse(WriteOptions.DELETE_MODE, mode, "none");
        }
        String mapper = values.get(MapperClass.EVENT_PARSE_CLASS, String.class).orElse("");
        if (!MapperClass.isOwn(mapper)) {
            problems.add(MapperClass.EVENT_PARSE_CLASS, "makes rows of tables, not of time series; leave it out");
        }
    }

    private void refuse(String option, String value, String instead) {
        if (values.get(option, String.class).orElse("").equals(value)) {
            problems.add(option, value + " does not go with " + SeriesOptions.MODE + "=timeseries; use " + instead);
        }
    }

    private void checkKeys(PrimaryKeyMode mode, KeyOptions keys) {
        String deleteMode = values.get(WriteOptions.DELETE_MODE, String.class).orElse("none");
        boolean deletesRows = WriteOptions.DELETE_MODES.parse(deleteMode).rows();
        boolean events = ChangeOptions.formatOf(values) == RecordFormat.DEBEZIUM;
        if (events && mode.namesColumns() && !values.raw().containsKey(WriteOptions.DELETE_MODE)) {
            problems.add(
                    WriteOptions.DELETE_MODE,
                    "is missing: " + ChangeOptions.RECORD_FORMAT
                            + "=debezium needs to know what an event does that deletes a row; row deletes it, none makes it "
                            + "an errant record");
        }
        boolean findsRows = mode == PrimaryKeyMode.RECORD_KEY || (events && mode == PrimaryKeyMode.RECORD_VALUE);
        if (deletesRows && !findsRows) {
            problems.add(
                    WriteOptions.DELETE_MODE,
                    deleteMode + " needs " + KeyOptions.PRIMARYKEY_MODE
                            + "=record_key, because a record without a value has only its key to find the row by; "
                            + KeyOptions.PRIMARYKEY_MODE + " is " + mode);
        }
        WriteApi.check(values, keys, problems);
        FenceOptions.check(values, keys, problems);
        if (deletesRows) {
            keys.tables().forEach((table, schema) -> {
                if (schema.hasAutoIncrement()) {
                    problems.add(
                            WriteOptions.DELETE_MODE,
                            deleteMode + " cannot find rows of table " + table
                                    + ", whose key has an auto_increment column");
                }
            });
        }
        Map<String, String> tables = router().map(this::tables).orElse(Map.of());
        tables.forEach((table, topic) -> {
            String option = PerTableOptions.keyName(table);
            // Something is wrong with the table's key already, and it is said where.
            boolean given = values.raw().containsKey(option)
                    && !values.raw().get(option).isBlank();
            if (keys.schemaOf(table) == null && !given && ServiceLimits.isName(table)) {
                problems.add(option, KeyOptions.missing(topic, table, mode));
            }
        });
    }

    private void checkTables() {
        router().ifPresent(router -> tables(router).forEach((table, topic) -> {
            String problem = RoutingOptions.nameProblem(topic, table);
            if (problem != null) {
                problems.add(RoutingOptions.TABLE_NAME_FORMAT, problem);
            }
        }));
    }

    /** Table to one of its topics. */
    private Map<String, String> tables(TableRouter router) {
        Map<String, String> tables = new HashMap<>();
        topics(values.raw()).stream()
                .filter(router::hasOneTable)
                .forEach(topic -> tables.putIfAbsent(router.tableOf(topic), topic));
        return tables;
    }

    private Optional<TableRouter> router() {
        if (values.get(RoutingOptions.TABLE_NAME_FORMAT, String.class).isEmpty()
                || values.get(RoutingOptions.TABLE_ROUTE, String.class).isEmpty()
                || values.get(RoutingOptions.TOPICS_ASSIGN_TABLES, List.class).isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> valid = new HashMap<>();
        for (String option : List.of(
                RoutingOptions.TABLE_NAME_FORMAT, RoutingOptions.TABLE_ROUTE, RoutingOptions.TOPICS_ASSIGN_TABLES)) {
            valid.put(option, values.parsed().get(option));
        }
        return Optional.of(RoutingOptions.read(new AbstractConfig(RoutingOptions.define(new ConfigDef()), valid, false))
                .router());
    }
}
