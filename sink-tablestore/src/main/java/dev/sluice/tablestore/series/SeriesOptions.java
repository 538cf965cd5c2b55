package dev.sluice.tablestore.series;

import com.alicloud.openservices.tablestore.model.ColumnType;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.tablestore.column.ColumnOptions;
import dev.sluice.tablestore.column.ColumnRules;
import dev.sluice.tablestore.config.PerTableOptions;
import dev.sluice.tablestore.routing.RoutingOptions;
import dev.sluice.tablestore.value.ServiceLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * How records become rows of time series.
 *
 * @param on whether tables are time series tables at all
 * @param tables by name
 * @param maxRows of a request
 */
public record SeriesOptions(boolean on, Map<String, SeriesSpec> tables, int maxRows) {
    static final String GROUP = "Time series";
    /** Key: rows of tables or of time series. */
    public static final String MODE = "tablestore.mode";

    static final String MAP_ALL = "tablestore.timeseries.mapAll";
    static final String TO_LOWER_CASE = "tablestore.timeseries.toLowerCase";
    static final String ROWS_PER_BATCH = "tablestore.timeseries.rowsPerBatch";
    private static final String TIMESERIES = "timeseries";
    private static final String PREFIX = "tablestore.timeseries.";
    private static final String MEASUREMENT = "measurement";
    private static final String TIME = "time";
    private static final String UNIT = "time.unit";
    private static final String FIELD_NAME = "field.name";
    private static final String FIELD_TYPE = "field.type";
    private static final Set<String> ENDINGS =
            Set.of(MEASUREMENT, "dataSource", "tags", TIME, UNIT, FIELD_NAME, FIELD_TYPE);
    private static final Pattern OF_TABLE = Pattern.compile("tablestore\\.timeseries\\.([^.]+)\\.(.+)");
    private static final Map<String, TimeUnit> UNITS = Map.of(
            "seconds", TimeUnit.SECONDS,
            "milliseconds", TimeUnit.MILLISECONDS,
            "microseconds", TimeUnit.MICROSECONDS,
            "nanoseconds", TimeUnit.NANOSECONDS);

    /** Copies the tables. */
    public SeriesOptions {
        tables = Map.copyOf(tables);
    }

    /**
     * Adds the options.
     *
     * @param def is added to
     * @return the same
     */
    public static ConfigDef define(ConfigDef def) {
        return def.define(
                        MODE,
                        Type.STRING,
                        "normal",
                        ConfigDef.ValidString.in("normal", TIMESERIES),
                        Importance.MEDIUM,
                        "normal: rows of a table, in the wide-column model. timeseries: rows of time series; "
                                + "tablestore.timeseries.<table>.* say what of a record makes the series and the time.",
                        GROUP,
                        1,
                        Width.SHORT,
                        "Data model")
                .define(
                        MAP_ALL,
                        Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Whether fields are stored that tablestore.timeseries.<table>.field.name does not list, with the type "
                                + "they have.",
                        GROUP,
                        2,
                        Width.SHORT,
                        "All fields")
                .define(
                        TO_LOWER_CASE,
                        Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Whether names of fields are stored in lower case. The service takes no others: with false, a record "
                                + "that has some is errant.",
                        GROUP,
                        3,
                        Width.SHORT,
                        "Lower case")
                .define(
                        ROWS_PER_BATCH,
                        Type.INT,
                        ServiceLimits.REQUEST_ROWS,
                        Range.between(1, ServiceLimits.REQUEST_ROWS),
                        Importance.LOW,
                        "Rows of time series in a request at most; the service takes " + ServiceLimits.REQUEST_ROWS
                                + ".",
                        GROUP,
                        4,
                        Width.SHORT,
                        "Rows per request");
    }

    /**
     * Whether tables are time series tables.
     *
     * @param values the options that are valid by themselves
     * @return false also when the option is wrong
     */
    public static boolean isOn(ConfigValues values) {
        return values.get(MODE, String.class).orElse("").equals(TIMESERIES);
    }

    static String option(String table, String ending) {
        return PREFIX + table + '.' + ending;
    }

    /**
     * Reads the options, and those of single tables.
     *
     * @param config valid by itself
     * @param raw where options of single tables are written
     * @param problems takes what is wrong with them
     * @return without the tables that are wrong
     */
    public static SeriesOptions read(AbstractConfig config, PerTableOptions raw, ConfigProblems problems) {
        boolean on = config.getString(MODE).equals(TIMESERIES);
        return new SeriesOptions(
                on,
                on ? tables(raw, config.getBoolean(MAP_ALL), config.getBoolean(TO_LOWER_CASE), problems) : Map.of(),
                config.getInt(ROWS_PER_BATCH));
    }

    /**
     * What is wrong with the tables.
     *
     * @param values the options that are valid by themselves, and the config as it was written
     * @param raw where they are written
     * @param columns rules, by tables
     * @param known names of the tables that the config tells
     * @param problems takes what is wrong
     */
    public static void check(
            ConfigValues values,
            PerTableOptions raw,
            Map<String, ColumnRules> columns,
            Set<String> known,
            ConfigProblems problems) {
        Map<String, SeriesSpec> tables = tables(raw, true, true, problems);
        boolean lowerCase = values.get(TO_LOWER_CASE, Boolean.class).orElse(true);
        columns.forEach((table, rules) -> check(table, rules, lowerCase, problems));
        for (String table : known) {
            if (!tables.containsKey(table) && !tables.containsKey(PerTableOptions.ANY_TABLE) && !isNamed(table, raw)) {
                problems.add(
                        option(table, MEASUREMENT),
                        MODE + "=timeseries needs it: the field with the name of what is measured, or "
                                + SeriesSpec.TOPIC + "; " + option(table, TIME) + " and .unit are needed, too");
            }
            if (table.length() > Limits.NAME_BYTES) {
                problems.add(
                        RoutingOptions.TABLE_NAME_FORMAT,
                        "the name of a time series table has at most " + Limits.NAME_BYTES + " bytes (" + Limits.SOURCE
                                + ")");
            }
        }
    }

    private static void check(String table, ColumnRules rules, boolean lowerCase, ConfigProblems problems) {
        if (!rules.listed().isEmpty()) {
            problems.add(
                    PerTableOptions.columnName(table),
                    "lists no fields of time series; list them in " + option(table, FIELD_NAME)
                            + " and .field.type, with " + MAP_ALL + "=false");
        }
        rules.renamed().forEach((field, column) -> {
            if (!Limits.isField(lowerCase ? column.toLowerCase(Locale.ROOT) : column)) {
                problems.add(
                        PerTableOptions.columnRename(table),
                        '"' + column + "\" cannot name a field of a time series; such a name has " + Limits.FIELD_RULE);
            }
        });
    }

    private static boolean isNamed(String table, PerTableOptions raw) {
        return raw.raw().keySet().stream().anyMatch(option -> option.startsWith(PREFIX + table + '.'));
    }

    private static Map<String, SeriesSpec> tables(
            PerTableOptions raw, boolean mapAll, boolean lowerCase, ConfigProblems problems) {
        Set<String> names = new TreeSet<>();
        for (String option : new TreeSet<>(raw.raw().keySet())) {
            Matcher matcher = OF_TABLE.matcher(option);
            boolean ofTable = matcher.matches();
            if (ofTable && ENDINGS.contains(matcher.group(2))) {
                names.add(matcher.group(1));
            } else if (ofTable) {
                problems.add(
                        option,
                        "there is no such option; a time series table has ."
                                + String.join(", .", new TreeSet<>(ENDINGS)));
            }
        }
        Map<String, SeriesSpec> tables = new HashMap<>();
        for (String name : names) {
            ConfigProblems own = new ConfigProblems();
            SeriesSpec spec = table(name, raw, mapAll, lowerCase, own);
            own.byKey().forEach((key, messages) -> messages.forEach(message -> problems.add(key, message)));
            if (own.byKey().isEmpty()) {
                tables.put(name, spec);
            }
        }
        return tables;
    }

    private static SeriesSpec table(
            String table, PerTableOptions raw, boolean mapAll, boolean lowerCase, ConfigProblems problems) {
        List<String> tags = raw.list(option(table, "tags"));
        if (new HashSet<>(tags).size() < tags.size() || tags.contains("")) {
            problems.add(option(table, "tags"), "must name each field once");
        }
        String unit = value(raw, table, UNIT, problems).toLowerCase(Locale.ROOT);
        if (!unit.isEmpty() && !UNITS.containsKey(unit)) {
            problems.add(option(table, UNIT), "must be seconds, milliseconds, microseconds or nanoseconds");
        }
        String measurement = value(raw, table, MEASUREMENT, problems);
        return new SeriesSpec(
                table,
                measurement.equalsIgnoreCase(SeriesSpec.TOPIC) ? SeriesSpec.TOPIC : measurement,
                raw.raw().getOrDefault(option(table, "dataSource"), "").trim(),
                tags,
                value(raw, table, TIME, problems),
                UNITS.getOrDefault(unit, TimeUnit.MILLISECONDS),
                types(table, raw, problems),
                mapAll,
                lowerCase,
                ColumnRules.ALL);
    }

    private static String value(PerTableOptions raw, String table, String ending, ConfigProblems problems) {
        String value = raw.raw().getOrDefault(option(table, ending), "").trim();
        if (value.isEmpty()) {
            problems.add(option(table, ending), "is missing: " + MODE + "=timeseries needs it");
        }
        return value;
    }

    private static Map<String, ColumnType> types(String table, PerTableOptions raw, ConfigProblems problems) {
        List<String> names = raw.list(option(table, FIELD_NAME));
        List<String> types = raw.list(option(table, FIELD_TYPE));
        if (names.size() != types.size()) {
            problems.add(
                    option(table, FIELD_TYPE),
                    "there are " + names.size() + " names in " + option(table, FIELD_NAME) + " and " + types.size()
                            + " types here; give one type for each name");
        }
        List<String> wrong = new ArrayList<>();
        Map<String, ColumnType> byName = new HashMap<>();
        for (int i = 0; i < Math.min(names.size(), types.size()); i++) {
            ColumnType type = ColumnOptions.typeOf(types.get(i));
            if (type == null) {
                wrong.add('"' + types.get(i) + '"');
            } else if (byName.put(names.get(i).toLowerCase(Locale.ROOT), type) != null) {
                problems.add(
                        option(table, FIELD_NAME),
                        names.get(i) + " is there twice; capital letters do not tell fields apart here");
            }
        }
        if (!wrong.isEmpty()) {
            problems.add(
                    option(table, FIELD_TYPE),
                    String.join(", ", wrong)
                            + " is no type of a field; use string, integer, double, boolean or binary");
        }
        return byName;
    }
}
