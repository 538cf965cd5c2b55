package dev.sluice.tablestore.table;

import com.alicloud.openservices.tablestore.model.TableMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The columns of a table's primary key, in order.
 *
 * @param columns not empty
 */
public record KeySchema(List<KeyColumn> columns) {
    /** What {@code primarykey.mode=kafka} uses. */
    public static final KeySchema KAFKA = new KeySchema(
            List.of(new KeyColumn("topic_partition", KeyType.STRING), new KeyColumn("offset", KeyType.INTEGER)));

    /** What {@code primarykey.mode=search} uses. */
    public static final KeySchema SEARCH = new KeySchema(List.of(
            new KeyColumn("md5", KeyType.STRING),
            new KeyColumn("topic", KeyType.STRING),
            new KeyColumn("partition", KeyType.INTEGER),
            new KeyColumn("offset", KeyType.INTEGER)));

    /** Copies the columns. */
    public KeySchema {
        columns = List.copyOf(columns);
    }

    /**
     * The primary key of a table that exists.
     *
     * @param table as the service describes it
     * @return in order
     */
    public static KeySchema of(TableMeta table) {
        return new KeySchema(table.getPrimaryKeyList().stream()
                .map(column -> new KeyColumn(column.getName(), KeyType.of(column)))
                .toList());
    }

    /**
     * This one with a text column in front.
     *
     * @param name of the column
     * @return with one column more
     */
    public KeySchema after(String name) {
        List<KeyColumn> all = new ArrayList<>();
        all.add(new KeyColumn(name, KeyType.STRING));
        all.addAll(columns);
        return new KeySchema(all);
    }

    /**
     * Whether both are the primary key of one table, whatever fields they are made of.
     *
     * @param other of the config or of a table
     * @return true when names, types and order are the same
     */
    public boolean hasColumnsOf(KeySchema other) {
        return toString().equals(other.toString());
    }

    /**
     * Whether the service fills in a column, so that each write is a new row.
     *
     * @return false when a write can be repeated
     */
    public boolean hasAutoIncrement() {
        // Asked for each record, and a stream would cost more than the few columns.
        for (KeyColumn column : columns) {
            if (column.type() == KeyType.AUTO_INCREMENT) {
                return true;
            }
        }
        return false;
    }

    /** Names and types as a person reads them. */
    @Override
    public String toString() {
        return columns.stream().map(KeyColumn::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
