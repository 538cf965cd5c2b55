package dev.sluice.tablestore.routing;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.tablestore.value.ServiceLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Which table a record goes to.
 *
 * @param router knows all of them
 */
public record RoutingOptions(TableRouter router) {
    /** The group of the options about tables. */
    public static final String GROUP = "Tables";
    /** Key: how names of tables are made. */
    public static final String TABLE_NAME_FORMAT = "table.name.format";
    /** Key: tables of single topics. */
    public static final String TOPICS_ASSIGN_TABLES = "topics.assign.tables";
    /** Key: where in a record its table is named. */
    public static final String TABLE_ROUTE = "table.route";

    /**
     * Adds the options.
     *
     * @param def is added to
     * @return the same
     */
    public static ConfigDef define(ConfigDef def) {
        return def.define(
                        TABLE_NAME_FORMAT,
                        Type.STRING,
                        TableRouter.TOPIC,
                        ConfigDef.LambdaValidator.with(
                                RoutingOptions::checkFormat, () -> "a table name, perhaps with " + TableRouter.TOPIC),
                        Importance.MEDIUM,
                        "Name of the table that a topic goes to, where " + TableRouter.TOPIC
                                + " stands for the topic: with kafka_<topic>, topic test goes to table kafka_test.",
                        GROUP,
                        1,
                        Width.MEDIUM,
                        "Table name format")
                .define(
                        TOPICS_ASSIGN_TABLES,
                        Type.LIST,
                        List.of(),
                        ConfigDef.LambdaValidator.with(RoutingOptions::checkAssignments, () -> "<topic>:<table>,…"),
                        Importance.MEDIUM,
                        "Tables of single topics, as <topic>:<table>,…; for them " + TABLE_NAME_FORMAT
                                + " does not count. Several topics may go to one table.",
                        GROUP,
                        2,
                        Width.LONG,
                        "Tables assigned to topics")
                .define(
                        TABLE_ROUTE,
                        Type.STRING,
                        "",
                        ConfigDef.LambdaValidator.with(RoutingOptions::checkRoute, () -> RoutePath.FORM),
                        Importance.LOW,
                        "Where in a record the name of its table, or a part of it, is: " + RoutePath.FORM + ". "
                                + TABLE_NAME_FORMAT + " says with " + TableRouter.ROUTE
                                + " where it goes: with events_<route>, a record that has eu there goes to table events_eu.",
                        GROUP,
                        3,
                        Width.MEDIUM,
                        "Table from the record");
    }

    /**
     * Reads the options.
     *
     * @param config valid by itself
     * @return which record goes where
     */
    public static RoutingOptions read(AbstractConfig config) {
        Map<String, String> assigned = new HashMap<>();
        for (String entry : config.getList(TOPICS_ASSIGN_TABLES)) {
            String[] parts = split(entry);
            assigned.put(parts[0], parts[1]);
        }
        String path = config.getString(TABLE_ROUTE);
        return new RoutingOptions(new TableRouter(
                config.getString(TABLE_NAME_FORMAT), assigned, path.isEmpty() ? null : RoutePath.of(path)));
    }

    /**
     * What is wrong with the table that a topic would go to; null when nothing is.
     *
     * @param topic name of a topic
     * @param table name of a table
     * @return a sentence with the cure
     */
    public static @Nullable String nameProblem(String topic, String table) {
        return ServiceLimits.isName(table)
                ? null
                : "topic " + topic + " would go to table \"" + table + "\", and a table name has "
                        + ServiceLimits.NAME_RULE + "; give the topic another table with " + TOPICS_ASSIGN_TABLES + "="
                        + topic + ":<table>";
    }

    private static void checkFormat(String option, Object value) {
        String format = String.valueOf(value);
        // With a topic of one letter, what remains has to be a name.
        if (!ServiceLimits.isName(format.replace(TableRouter.TOPIC, "t").replace(TableRouter.ROUTE, "r"))) {
            throw new ConfigException(
                    option,
                    value,
                    "must be a table name in which " + TableRouter.TOPIC + " may stand for the topic; a table name has "
                            + ServiceLimits.NAME_RULE);
        }
    }

    private static void checkRoute(String option, Object value) {
        String path = String.valueOf(value);
        if (!path.isEmpty() && !RoutePath.isLegal(path)) {
            throw new ConfigException(option, value, "must be " + RoutePath.FORM);
        }
    }

    /**
     * The two options that only work together.
     *
     * @param values the options that are valid by themselves, and the config as it was written
     * @param problems takes what is wrong
     */
    public static void check(ConfigValues values, ConfigProblems problems) {
        String format = values.get(TABLE_NAME_FORMAT, String.class).orElse("");
        String path = values.get(TABLE_ROUTE, String.class).orElse("");
        if (format.contains(TableRouter.ROUTE) && values.parsed().containsKey(TABLE_ROUTE) && path.isEmpty()) {
            problems.add(
                    TABLE_ROUTE,
                    "is missing: " + TABLE_NAME_FORMAT + " has " + TableRouter.ROUTE
                            + ", so say where it comes from, as " + RoutePath.FORM);
        } else if (!path.isEmpty() && !format.isEmpty() && !format.contains(TableRouter.ROUTE)) {
            problems.add(
                    TABLE_NAME_FORMAT,
                    "has no " + TableRouter.ROUTE + ", so " + TABLE_ROUTE + " would not be used; add it, for example "
                            + TableRouter.TOPIC + "_" + TableRouter.ROUTE);
        }
    }

    private static void checkAssignments(String option, Object value) {
        Map<String, String> tables = new HashMap<>();
        for (Object entry : (List<?>) value) {
            String text = String.valueOf(entry);
            String[] parts = split(text);
            if (parts.length != 2 || parts[0].isEmpty() || !ServiceLimits.isName(parts[1])) {
                throw new ConfigException(
                        option, text, "must be <topic>:<table>, where the table name has " + ServiceLimits.NAME_RULE);
            }
            String other = tables.put(parts[0], parts[1]);
            if (other != null) {
                throw new ConfigException(option, text, "topic " + parts[0] + " is there twice; a topic has one table");
            }
        }
    }

    private static String[] split(String entry) {
        String[] parts = entry.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parts[i].trim();
        }
        return parts;
    }
}
