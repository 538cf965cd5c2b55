package dev.sluice.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.core.utils.Pair;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.tablestore.column.RecordColumns;
import dev.sluice.tablestore.row.RowWrite;
import dev.sluice.tablestore.series.SeriesMapper;
import dev.sluice.tablestore.series.SeriesWrite;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;

/** The mapper that a config makes, and what came out of it. */
public final class Mappers {
    /** What the clock of the mappers says. */
    public static final Instant NOW = Instant.parse("2024-05-06T07:08:09.010Z");

    private Mappers() {}

    public static RecordMapper<RowWrite> of(Map<String, String> config) {
        assertThat(Configs.errors(config)).as("config").isEmpty();
        return unchecked(config);
    }

    static RecordMapper<RowWrite> unchecked(Map<String, String> config) {
        TableStoreOptions options = TableStoreOptions.read(config);
        return options.mapper(options.tables(), InstantSource.fixed(NOW), config);
    }

    /** In the time series model. */
    public static RecordMapper<SeriesWrite> series(Map<String, String> config) {
        TableStoreOptions options = TableStoreOptions.read(config);
        return new SeriesMapper(options.seriesTables(), new RecordColumns(options.mapping()));
    }

    public static Mapping.Mapped<RowWrite> mapped(Map<String, String> config, SinkRecord record) {
        Mapping<RowWrite> mapping = of(config).map(record);
        assertThat(mapping).isInstanceOf(Mapping.Mapped.class);
        return (Mapping.Mapped<RowWrite>) mapping;
    }

    public static String reason(Map<String, String> config, SinkRecord record) {
        Mapping<RowWrite> mapping = of(config).map(record);
        assertThat(mapping).isInstanceOf(Mapping.Unmappable.class);
        return ((Mapping.Unmappable<RowWrite>) mapping).reason();
    }

    public static Map<String, Object> key(Mapping.Mapped<RowWrite> mapped) {
        Map<String, Object> key = new LinkedHashMap<>();
        for (PrimaryKeyColumn column : mapped.value().change().getPrimaryKey().getPrimaryKeyColumns()) {
            key.put(
                    column.getName(),
                    column.getValue().isPlaceHolderForAutoIncr()
                            ? "AUTO"
                            : switch (column.getValue().getType()) {
                                case STRING -> column.getValue().asString();
                                case INTEGER -> column.getValue().asLong();
                                case BINARY -> column.getValue().asBinary();
                            });
        }
        return key;
    }

    /** Columns in their order, whatever the kind of change. */
    public static Map<String, ColumnValue> columns(Mapping.Mapped<RowWrite> mapped) {
        Map<String, ColumnValue> columns = new LinkedHashMap<>();
        RowChange change = mapped.value().change();
        if (change instanceof RowPutChange put) {
            for (Column column : put.getColumnsToPut()) {
                columns.put(column.getName(), column.getValue());
            }
        } else if (change instanceof RowUpdateChange update) {
            for (Pair<Column, RowUpdateChange.Type> column : update.getColumnsToUpdate()) {
                if (column.getSecond() == RowUpdateChange.Type.PUT) {
                    columns.put(column.getFirst().getName(), column.getFirst().getValue());
                }
            }
        }
        return columns;
    }

    /** Columns that an update deletes. */
    public static java.util.List<String> deleted(Mapping.Mapped<RowWrite> mapped) {
        return ((RowUpdateChange) mapped.value().change())
                .getColumnsToUpdate().stream()
                        .filter(column -> column.getSecond() == RowUpdateChange.Type.DELETE_ALL)
                        .map(column -> column.getFirst().getName())
                        .toList();
    }
}
