package dev.sluice.tablestore;

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
 * Which table a topic goes to, and whether missing ones are created.
 *
 * @param autoCreate with the primary key of the config, rows that never expire, and one version
 */
record RoutingOptions(TableRouter router, boolean autoCreate) {
    static final String GROUP = "Tables";
    static final String TABLE_NAME_FORMAT = "table.name.format";
    static final String TOPICS_ASSIGN_TABLES = "topics.assign.tables";
    static final String AUTO_CREATE = "auto.create";

    static ConfigDef define(ConfigDef def) {
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
                        AUTO_CREATE,
                        Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Whether a table that does not exist is created: with the primary key that primarykey.mode and "
                                + "tablestore.<table>.primarykey.* say, rows that do not expire, and one version a cell.",
                        GROUP,
                        3,
                        Width.SHORT,
                        "Create tables");
    }

    static RoutingOptions read(AbstractConfig config) {
        Map<String, String> assigned = new HashMap<>();
        for (String entry : config.getList(TOPICS_ASSIGN_TABLES)) {
            String[] parts = split(entry);
            assigned.put(parts[0], parts[1]);
        }
        return new RoutingOptions(
                new TableRouter(config.getString(TABLE_NAME_FORMAT), assigned), config.getBoolean(AUTO_CREATE));
    }

    /** What is wrong with the table that a topic would go to; null when nothing is. */
    static @Nullable String nameProblem(String topic, String table) {
        return ServiceLimits.isName(table)
                ? null
                : "topic " + topic + " would go to table \"" + table + "\", and a table name has "
                        + ServiceLimits.NAME_RULE + "; give the topic another table with " + TOPICS_ASSIGN_TABLES + "="
                        + topic + ":<table>";
    }

    private static void checkFormat(String option, Object value) {
        String format = String.valueOf(value);
        // With a topic of one letter, what remains has to be a name.
        if (!ServiceLimits.isName(format.replace(TableRouter.TOPIC, "t"))) {
            throw new ConfigException(
                    option,
                    value,
                    "must be a table name in which " + TableRouter.TOPIC + " may stand for the topic; a table name has "
                            + ServiceLimits.NAME_RULE);
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
