package dev.sluice.tablestore.table;

import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.DefinedColumnSchema;
import com.alicloud.openservices.tablestore.model.DefinedColumnType;
import com.alicloud.openservices.tablestore.model.TableOptions;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.tablestore.column.ColumnOptions;
import dev.sluice.tablestore.config.PerTableOptions;
import dev.sluice.tablestore.routing.RoutingOptions;
import dev.sluice.tablestore.value.ServiceLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/**
 * Whether missing tables are created, and with what.
 *
 * @param auto whether missing tables are created
 * @param ttlSeconds how long rows live; -1 for ever
 * @param maxVersions of a cell
 * @param maxDeviationSeconds between the time of a version and the service's
 * @param predefined columns by table
 */
public record CreateOptions(
        boolean auto,
        int ttlSeconds,
        int maxVersions,
        long maxDeviationSeconds,
        Map<String, List<DefinedColumnSchema>> predefined) {
    /** Key: whether missing tables are created. */
    public static final String AUTO_CREATE = "auto.create";

    static final String TTL_SECONDS = "auto.create.ttl.seconds";
    static final String MAX_VERSIONS = "auto.create.max.versions";
    static final String MAX_DEVIATION_SECONDS = "auto.create.max.time.deviation.seconds";
    private static final String KIND = "predefined.columns";
    private static final int FOR_EVER = -1;
    private static final int DAY_SECONDS = 86_400;

    /** Copies the columns. */
    public CreateOptions {
        predefined = Map.copyOf(predefined);
    }

    /**
     * Adds the options.
     *
     * @param def is added to
     * @return the same
     */
    public static ConfigDef define(ConfigDef def) {
        return def.define(
                        AUTO_CREATE,
                        Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Whether a table that does not exist is created: with the primary key that primarykey.mode and "
                                + "tablestore.<table>.primarykey.* say, and the options that follow.",
                        RoutingOptions.GROUP,
                        4,
                        Width.SHORT,
                        "Create tables")
                .define(
                        TTL_SECONDS,
                        Type.INT,
                        FOR_EVER,
                        ConfigDef.LambdaValidator.with(CreateOptions::checkTtl, () -> "-1 or [86400,...]"),
                        Importance.LOW,
                        "How long cells live in a table that is created; -1 is for ever. The service takes a day or more.",
                        RoutingOptions.GROUP,
                        5,
                        Width.SHORT,
                        "Time to live (s)")
                .define(
                        MAX_VERSIONS,
                        Type.INT,
                        1,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Versions of a cell that a table keeps that is created.",
                        RoutingOptions.GROUP,
                        6,
                        Width.SHORT,
                        "Versions")
                .define(
                        MAX_DEVIATION_SECONDS,
                        Type.LONG,
                        (long) DAY_SECONDS,
                        Range.atLeast(1),
                        Importance.LOW,
                        "How far the time of a version may be from the service's own in a table that is created. This sink "
                                + "leaves the times to the service; others that write to the table may not.",
                        RoutingOptions.GROUP,
                        7,
                        Width.SHORT,
                        "Deviation of versions (s)");
    }

    private static void checkTtl(String option, Object value) {
        if (value instanceof Integer seconds && seconds != FOR_EVER && seconds < DAY_SECONDS) {
            throw new ConfigException(
                    option, value, "must be -1 for rows that do not expire, or " + DAY_SECONDS + " (a day) or more");
        }
    }

    /**
     * @param config valid by itself
     * @param perTable where options of single tables are written
     * @param problems what is wrong with predefined columns is added here and left out
     * @return what tables are created with
     */
    public static CreateOptions read(AbstractConfig config, PerTableOptions perTable, ConfigProblems problems) {
        return new CreateOptions(
                config.getBoolean(AUTO_CREATE),
                config.getInt(TTL_SECONDS),
                config.getInt(MAX_VERSIONS),
                config.getLong(MAX_DEVIATION_SECONDS),
                predefined(perTable, problems));
    }

    /**
     * Reads the predefined columns of all tables.
     *
     * @param options where they are written
     * @param problems takes what is wrong
     * @return by tables; without those that are wrong
     */
    public static Map<String, List<DefinedColumnSchema>> predefined(PerTableOptions options, ConfigProblems problems) {
        Map<String, List<DefinedColumnSchema>> tables = new HashMap<>();
        for (String table : options.tables(KIND)) {
            String nameOption = PerTableOptions.predefinedName(table);
            String typeOption = PerTableOptions.predefinedType(table);
            Map<String, ColumnType> listed = ColumnOptions.listed(nameOption, typeOption, options, problems);
            if (listed.size() > ServiceLimits.PREDEFINED_COLUMNS) {
                problems.add(
                        nameOption,
                        "there are " + listed.size() + " columns; a table has at most "
                                + ServiceLimits.PREDEFINED_COLUMNS + " predefined ones (" + ServiceLimits.SOURCE + ")");
            }
            List<DefinedColumnSchema> columns = new ArrayList<>();
            listed.forEach(
                    (name, type) -> columns.add(new DefinedColumnSchema(name, DefinedColumnType.valueOf(type.name()))));
            tables.put(table, columns);
        }
        return tables;
    }

    /**
     * What is not columns.
     *
     * @return as the client wants it
     */
    public TableOptions settings() {
        return new TableOptions(ttlSeconds, maxVersions, maxDeviationSeconds);
    }

    /**
     * The predefined columns of a table.
     *
     * @param table its name
     * @return none when the config has none
     */
    public List<DefinedColumnSchema> columnsOf(String table) {
        return PerTableOptions.ofTable(predefined, table, List.of());
    }

    /**
     * For a table of the sink's own: rows do not expire there, and it has no predefined columns.
     *
     * @return with the same {@link #AUTO_CREATE}
     */
    public CreateOptions plain() {
        return new CreateOptions(auto, FOR_EVER, 1, DAY_SECONDS, Map.of());
    }
}
