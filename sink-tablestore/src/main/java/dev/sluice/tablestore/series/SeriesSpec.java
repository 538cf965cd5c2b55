package dev.sluice.tablestore.series;

import com.alicloud.openservices.tablestore.model.ColumnType;
import dev.sluice.core.batch.BatchKey;
import dev.sluice.tablestore.column.ColumnRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the config says of one time series table.
 *
 * @param name of the table
 * @param measurement field with the name of what is measured, or {@value #TOPIC} for the record's topic
 * @param dataSource field with the name of where it is measured; empty for none
 * @param tags fields that tell series apart
 * @param time field with the time
 * @param unit of a time that is a number
 * @param types of fields, by their names in lower case
 * @param mapAll whether fields without a type are stored, too
 * @param lowerCase whether names of fields are stored in lower case
 * @param columns which fields are left out, and what others are called
 * @param keyFields fields that are stored in the series or as the time
 * @param batchKey rows of one table share a batch
 */
public record SeriesSpec(
        String name,
        String measurement,
        String dataSource,
        List<String> tags,
        String time,
        TimeUnit unit,
        Map<String, ColumnType> types,
        boolean mapAll,
        boolean lowerCase,
        ColumnRules columns,
        Set<String> keyFields,
        BatchKey batchKey) {
    static final String TOPIC = "<topic>";

    SeriesSpec(
            String name,
            String measurement,
            String dataSource,
            List<String> tags,
            String time,
            TimeUnit unit,
            Map<String, ColumnType> types,
            boolean mapAll,
            boolean lowerCase,
            ColumnRules columns) {
        this(
                name,
                measurement,
                dataSource,
                List.copyOf(tags),
                time,
                unit,
                Map.copyOf(types),
                mapAll,
                lowerCase,
                columns,
                keyFields(measurement, dataSource, tags, time),
                BatchKey.of(name));
    }

    private static Set<String> keyFields(String measurement, String dataSource, List<String> tags, String time) {
        Set<String> fields = new java.util.HashSet<>(tags);
        fields.add(measurement);
        fields.add(dataSource);
        fields.add(time);
        return Set.copyOf(fields);
    }

    /** The same for a table with these rules. */
    SeriesSpec of(String table, ColumnRules rules) {
        return new SeriesSpec(table, measurement, dataSource, tags, time, unit, types, mapAll, lowerCase, rules);
    }
}
