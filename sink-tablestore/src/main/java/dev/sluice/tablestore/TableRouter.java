package dev.sluice.tablestore;

import java.util.Map;

/**
 * Which table a topic goes to.
 *
 * @param format name of the table, with {@value #TOPIC} for the topic
 * @param assigned tables of the topics for which the format does not count
 */
record TableRouter(String format, Map<String, String> assigned) {
    static final String TOPIC = "<topic>";

    TableRouter {
        assigned = Map.copyOf(assigned);
    }

    /** Not checked: a topic may have a name that no table can have. */
    String tableOf(String topic) {
        String table = assigned.get(topic);
        return table == null ? format.replace(TOPIC, topic) : table;
    }
}
