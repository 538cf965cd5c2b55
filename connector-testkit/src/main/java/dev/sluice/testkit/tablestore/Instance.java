package dev.sluice.testkit.tablestore;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The tables of one instance, of both models, by name. Thread-safe. */
final class Instance {
    private final ConcurrentSkipListMap<String, Table> tables = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<String, SeriesTable> seriesTables = new ConcurrentSkipListMap<>();

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
        checkNew(name, tables.size());
        tables.put(name, table);
    }

    /** The two kinds of table share their names. */
    private void checkNew(String name, int there) throws ServiceError {
        if (tables.containsKey(name) || seriesTables.containsKey(name)) {
            throw new ServiceError(409, "OTSObjectAlreadyExist", "Requested table already exists.");
        }
        if (there >= Limits.TABLES) {
            throw new ServiceError(403, "OTSQuotaExhausted", "Number of tables exceeded the quota.");
        }
    }

    synchronized void delete(String name) throws ServiceError {
        if (tables.remove(name) == null) {
            throw ServiceError.noTable();
        }
    }

    List<String> names() {
        return List.copyOf(tables.keySet());
    }

    /** The time series table, or the service's error when it does not exist. */
    SeriesTable seriesTable(String name) throws ServiceError {
        SeriesTable table = seriesTables.get(name);
        if (table == null) {
            throw ServiceError.noTable();
        }
        return table;
    }

    synchronized void create(SeriesTable table) throws ServiceError {
        checkNew(table.name(), seriesTables.size());
        seriesTables.put(table.name(), table);
    }

    synchronized void deleteSeriesTable(String name) throws ServiceError {
        if (seriesTables.remove(name) == null) {
            throw ServiceError.noTable();
        }
    }

    List<SeriesTable> seriesTables() {
        return List.copyOf(seriesTables.values());
    }
}
