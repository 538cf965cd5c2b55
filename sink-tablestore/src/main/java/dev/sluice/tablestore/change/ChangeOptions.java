package dev.sluice.tablestore.change;

import dev.sluice.core.config.Choice;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.tablestore.column.MappingOptions;
import dev.sluice.tablestore.config.NamedColumn;
import dev.sluice.tablestore.config.PerTableOptions;
import dev.sluice.tablestore.key.PrimaryKeyMode;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * What form records have.
 *
 * @param format what records look like
 * @param truncate what becomes of an event that empties a table
 * @param columns parts of an event, as paths, that become columns
 */
public record ChangeOptions(RecordFormat format, TruncateMode truncate, List<NamedColumn> columns) {
    /** Key: what records look like. */
    public static final String RECORD_FORMAT = "record.format";

    static final String TRUNCATE = "debezium.truncate.mode";
    static final String COLUMNS = "debezium.columns";
    /** As Debezium's own transform names them. */
    private static final String PREFIX = "__";

    private static final String PATHS = "op, ts_ms, ts_us, ts_ns, source.<field> or transaction.<field>";
    private static final Pattern PATH = Pattern.compile("op|ts_ms|ts_us|ts_ns|(source|transaction)\\.[^.:]+");
    private static final Choice<RecordFormat> FORMATS = Choice.of(RecordFormat.class);
    private static final Choice<TruncateMode> TRUNCATES = Choice.of(TruncateMode.class);

    /** Copies the columns. */
    public ChangeOptions {
        columns = List.copyOf(columns);
    }

    /**
     * Adds the options.
     *
     * @param def is added to
     * @return the same
     */
    public static ConfigDef define(ConfigDef def) {
        return def.define(
                        RECORD_FORMAT,
                        Type.STRING,
                        "plain",
                        FORMATS,
                        Importance.MEDIUM,
                        "What records look like. plain: the value is the row. debezium: change events of Debezium, in their "
                                + "envelope (before, after, op, source) or flattened by its ExtractNewRecordState; rows are "
                                + "written, and deleted as delete.mode says, and the tombstone after a delete is left out.",
                        MappingOptions.GROUP,
                        40,
                        Width.SHORT,
                        "Form of records",
                        FORMATS)
                .define(
                        COLUMNS,
                        Type.LIST,
                        List.of(),
                        Importance.LOW,
                        "Parts of Debezium's envelope that become columns: " + PATHS
                                + ", as <part> or <part>:<column>,…. Without a name source.ts_ms becomes __source_ts_ms, "
                                + "as Debezium's transform names it.",
                        MappingOptions.GROUP,
                        41,
                        Width.LONG,
                        "Columns of the envelope")
                .define(
                        TRUNCATE,
                        Type.STRING,
                        "errant",
                        TRUNCATES,
                        Importance.LOW,
                        "What becomes of an event that says that the source's table was emptied. The rows stay in any case: one "
                                + "task does not know which rows others have yet to write. errant: it is an errant record. "
                                + "skip: it is logged and left out. fail: the task stops, whatever runtime.error.tolerance "
                                + "says, so that a person empties the table.",
                        MappingOptions.GROUP,
                        42,
                        Width.SHORT,
                        "Truncate events",
                        TRUNCATES);
    }

    /**
     * Says what is wrong with the columns.
     *
     * @param values the config as it was written
     * @param problems takes what is wrong
     */
    public static void check(ConfigValues values, ConfigProblems problems) {
        var unused = parse(PerTableOptions.split(values.raw().get(COLUMNS)), problems);
    }

    /**
     * What records look like.
     *
     * @param values the options that are valid by themselves
     * @return plain also when the option is wrong
     */
    public static RecordFormat formatOf(ConfigValues values) {
        return FORMATS.parse(values.get(RECORD_FORMAT, String.class).orElse("plain"));
    }

    private static List<NamedColumn> parse(List<String> items, ConfigProblems problems) {
        List<NamedColumn> columns = NamedColumn.parse(
                COLUMNS,
                items.stream()
                        .map(item -> item.indexOf(':') < 0 ? item + ':' + PREFIX + item.replace('.', '_') : item)
                        .toList(),
                "",
                problems);
        columns.stream()
                .map(NamedColumn::source)
                .filter(path -> !PATH.matcher(path).matches())
                .forEach(path -> problems.add(COLUMNS, '"' + path + "\" is none of " + PATHS));
        return columns;
    }

    /**
     * @param config valid by itself
     * @param problems what is wrong with the columns is added here
     * @return the form of records
     */
    public static ChangeOptions read(AbstractConfig config, ConfigProblems problems) {
        return new ChangeOptions(
                FORMATS.parse(config.getString(RECORD_FORMAT)),
                TRUNCATES.parse(config.getString(TRUNCATE)),
                parse(config.getList(COLUMNS), problems));
    }

    /**
     * What understands the records.
     *
     * @param keys where primary keys come from
     * @param insertMode what becomes of a row that exists
     * @param deleteMode what is deleted
     * @return for one task
     */
    public ChangeReader reader(PrimaryKeyMode keys, InsertMode insertMode, DeleteMode deleteMode) {
        return format == RecordFormat.PLAIN
                ? new PlainRecords(deleteMode)
                : new DebeziumEvents(this, keys, insertMode, deleteMode);
    }
}
