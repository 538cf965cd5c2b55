package dev.sluice.testkit.tablestore;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The tables of one instance, by name. Thread-safe. */
final class Instance {
    private final ConcurrentSkipListMap<String, Table> tables = new ConcurrentSkipListMap<>();

    /** The table, or the service's error when it does not exist. */
    Table table(String name) throws ServiceError {
        Table table = find(name);
        if (table == null) {
            throw ServiceError.noTable();
        }
        return table;
    }

    @Nullable
    Table find(String name) {
        return tables.get(name);
    }

    synchronized void create(Table table) throws ServiceError {
        String name = table.schema().meta().getTableName();
        if (tables.containsKey(name)) {
            throw new ServiceError(409, "OTSObjectAlreadyExist", "Requested table already exists.");
        }
        if (tables.size() >= Limits.TABLES) {
            throw new ServiceError(403, "OTSQuotaExhausted", "Number of tables exceeded the quota.");
        }
        tables.put(name, table);
    }

    void delete(String name) throws ServiceError {
        if (tables.remove(name) == null) {
            throw ServiceError.noTable();
        }
    }

    List<String> names() {
        return List.copyOf(tables.keySet());
    }
}
