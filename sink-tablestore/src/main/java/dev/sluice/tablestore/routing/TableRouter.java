package dev.sluice.tablestore.routing;

import dev.sluice.tablestore.value.BadRecord;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Which table a record goes to.
 *
 * @param format name of the table, with {@value #TOPIC} for the topic and {@value #ROUTE} for what the path finds
 * @param assigned tables of the topics for which the format does not count
 * @param path null when the format has no {@value #ROUTE}
 */
public record TableRouter(
        String format,
        Map<String, String> assigned,
        @Nullable RoutePath path) {
    static final String TOPIC = "<topic>";
    static final String ROUTE = "<route>";

    /** Copies the tables. */
    public TableRouter {
        assigned = Map.copyOf(assigned);
    }

    /**
     * Whether all records of the topic go to one table.
     *
     * @param topic name of a topic
     * @return false when the record decides
     */
    public boolean hasOneTable(String topic) {
        return !format.contains(ROUTE) || assigned.containsKey(topic);
    }

    /**
     * For a topic with one table. Not checked: a topic may have a name that no table can have.
     *
     * @param topic name of a topic
     * @return name of the table
     */
    public String tableOf(String topic) {
        String table = assigned.get(topic);
        return table == null ? format.replace(TOPIC, topic) : table;
    }

    /**
     * Not checked either.
     *
     * @param record as Connect hands it over
     * @return name of the table
     * @throws BadRecord when the record does not have what the path looks for
     */
    public String tableOf(SinkRecord record) {
        return path == null || hasOneTable(record.topic())
                ? tableOf(record.topic())
                : format.replace(TOPIC, record.topic()).replace(ROUTE, path.in(record));
    }
}
