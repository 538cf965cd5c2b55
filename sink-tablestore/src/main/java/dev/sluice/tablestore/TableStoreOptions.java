package dev.sluice.tablestore;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.FlowOptions;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.tablestore.change.ChangeOptions;
import dev.sluice.tablestore.client.ConnectionOptions;
import dev.sluice.tablestore.column.ColumnOptions;
import dev.sluice.tablestore.column.ColumnRules;
import dev.sluice.tablestore.column.MappingOptions;
import dev.sluice.tablestore.column.RecordColumns;
import dev.sluice.tablestore.config.PerTableOptions;
import dev.sluice.tablestore.key.KeyOptions;
import dev.sluice.tablestore.routing.RoutingOptions;
import dev.sluice.tablestore.row.CustomRowMapper;
import dev.sluice.tablestore.row.FencedMapper;
import dev.sluice.tablestore.row.MapperClass;
import dev.sluice.tablestore.row.RowMapper;
import dev.sluice.tablestore.row.RowWrite;
import dev.sluice.tablestore.row.TableSpecs;
import dev.sluice.tablestore.series.SeriesOptions;
import dev.sluice.tablestore.series.SeriesSpecs;
import dev.sluice.tablestore.table.CreateOptions;
import dev.sluice.tablestore.table.SearchTime;
import dev.sluice.tablestore.write.WriteOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * All options of the sink, read once.
 *
 * @param topics those whose tables are known before the first record
 * @param errorTable empty when there is none
 * @param mapperClass what makes rows of records
 */
record TableStoreOptions(
        ConnectionOptions connection,
        RoutingOptions routing,
        CreateOptions create,
        KeyOptions keys,
        Map<String, SearchTime> searchTimes,
        Map<String, ColumnRules> columns,
        MappingOptions mapping,
        SeriesOptions series,
        ChangeOptions changes,
        WriteOptions write,
        FlowOptions flow,
        List<String> topics,
        String errorTable,
        String mapperClass) {
    /**
     * The service answers a request after some milliseconds of its own work, whatever else it does, so a task is as fast as
     * it has requests under way; with more than this the task's own processor is the limit (see the measurements in
     * docs/tablestore.md). A service that is asked for too much throttles, and the task then has fewer under way.
     */
    static final int REQUESTS_IN_FLIGHT = 20;

    static ConfigDef define(ConfigDef def) {
        ConnectionOptions.define(def);
        RoutingOptions.define(def);
        CreateOptions.define(def);
        KeyOptions.define(def);
        MappingOptions.define(def);
        ChangeOptions.define(def);
        SeriesOptions.define(def);
        MapperClass.define(def);
        WriteOptions.define(def);
        TableErrorMode.define(def);
        return ReferenceKeys.define(def);
    }

    /** @throws ConnectException when an option is wrong, which validation has said before */
    static TableStoreOptions read(Map<String, String> raw) {
        // Not logged: it holds secrets, and Connect has logged the rest.
        AbstractConfig config =
                new AbstractConfig(define(FlowOptions.define(new ConfigDef(), REQUESTS_IN_FLIGHT)), raw, false);
        PerTableOptions perTable = new PerTableOptions(raw);
        ConfigProblems problems = new ConfigProblems();
        TableStoreOptions options = new TableStoreOptions(
                ConnectionOptions.read(config),
                RoutingOptions.read(config),
                CreateOptions.read(config, perTable, problems),
                KeyOptions.read(
                        KeyOptions.PRIMARYKEY_MODES.parse(config.getString(KeyOptions.PRIMARYKEY_MODE)),
                        config.getString(KeyOptions.HASH_COLUMN),
                        perTable,
                        problems),
                KeyOptions.searchTimes(perTable, problems),
                ColumnOptions.read(perTable, problems),
                MappingOptions.read(config, problems),
                SeriesOptions.read(config, perTable, problems),
                ChangeOptions.read(config, problems),
                WriteOptions.read(config),
                FlowOptions.read(config),
                CrossChecks.topics(raw),
                config.getString(TableErrorMode.TABLE_NAME),
                config.getString(MapperClass.EVENT_PARSE_CLASS));
        if (!problems.byKey().isEmpty()) {
            throw new ConnectException(problems.byKey().entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + String.join("; ", entry.getValue()))
                    .collect(Collectors.joining("; ")));
        }
        return options;
    }

    /**
     * @param tables what {@link #tables()} gave
     * @param raw for a mapper of the user's
     */
    RecordMapper<RowWrite> mapper(TableSpecs tables, InstantSource clock, Map<String, String> raw) {
        RecordMapper<RowWrite> plain = MapperClass.isOwn(mapperClass)
                ? new RowMapper(
                        tables,
                        changes.reader(keys.mode(), write.insertMode(), write.deleteMode()),
                        keys.source(clock),
                        new RecordColumns(mapping),
                        write.insertMode(),
                        write.deleteMode())
                : new CustomRowMapper(tables, MapperClass.create(mapperClass, raw));
        return write.fence().on() ? new FencedMapper(plain, write.fence()) : plain;
    }

    /** Whose tables can be looked at before the first record. */
    Stream<String> topicsWithOneTable() {
        return topics.stream().filter(routing.router()::hasOneTable);
    }

    SeriesSpecs seriesTables() {
        return new SeriesSpecs(routing.router(), series.tables(), columns);
    }

    TableSpecs tables() {
        return new TableSpecs(routing.router(), keys, columns, searchTimes, write::isBulk);
    }
}
