package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.TimeseriesTableMeta;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of one instance, of both models, by name; in memory, and in a folder when there is one. Thread-safe. */
final class Instance {
    private static final String ROWS = ".rows";
    private static final String SERIES = ".series";

    private final @Nullable Path folder;
    private final ConcurrentSkipListMap<String, Table> tables = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<String, SeriesTable> seriesTables = new ConcurrentSkipListMap<>();

    /** @param folder of the instance alone; null when the tables live in memory only */
    Instance(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Forgets what is in memory and reads the folder. */
    synchronized void load() throws IOException {
        if (folder == null) {
            return;
        }
        Files.createDirectories(folder);
        tables.clear();
        seriesTables.clear();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                load(file);
            }
        }
    }

    private void load(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        try {
            if (name.endsWith(ROWS)) {
                Table table = Table.read(Journal.at(file));
                if (table != null) {
                    tables.put(table.schema().meta().getTableName(), table);
                }
            } else if (name.endsWith(SERIES)) {
                SeriesTable table = SeriesTable.read(Journal.at(file));
                if (table != null) {
                    seriesTables.put(table.name(), table);
                }
            }
        } catch (ServiceError | IllegalStateException e) {
            throw new IOException(file + " is no table of this emulator", e);
        }
    }

    /** Releases the files. */
    synchronized void close() {
        try {
            for (Table table : tables.values()) {
                table.journal().close();
            }
            for (SeriesTable table : seriesTables.values()) {
                table.journal().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the files in " + folder, e);
        }
    }

    private Journal journal(String name, String kind) {
        return folder == null ? Journal.none() : Journal.at(folder.resolve(name + kind));
    }

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

    synchronized void create(TableSchema schema, TableSettings settings) throws ServiceError {
        String name = schema.meta().getTableName();
        checkNew(name, tables.size());
        tables.put(name, new Table(schema, settings, journal(name, ROWS)));
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
        Table table = tables.remove(name);
        if (table == null) {
            throw ServiceError.noTable();
        }
        table.journal().discard();
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

    synchronized void create(TimeseriesTableMeta meta) throws ServiceError {
        String name = meta.getTableName();
        checkNew(name, seriesTables.size());
        seriesTables.put(name, SeriesTable.create(meta, journal(name, SERIES)));
    }

    synchronized void deleteSeriesTable(String name) throws ServiceError {
        SeriesTable table = seriesTables.remove(name);
        if (table == null) {
            throw ServiceError.noTable();
        }
        table.journal().discard();
    }

    List<SeriesTable> seriesTables() {
        return List.copyOf(seriesTables.values());
    }
}
