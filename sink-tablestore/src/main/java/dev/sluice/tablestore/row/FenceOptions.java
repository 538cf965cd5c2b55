package dev.sluice.tablestore.row;

import dev.sluice.core.config.Choice;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.tablestore.config.Patterns;
import dev.sluice.tablestore.key.KeyOptions;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * Whether a row says which record it comes from, so that an older one is not written over it.
 *
 * @param on whether it does
 * @param marksDeletes a deleted row stays as a mark, which keeps older records from bringing it back
 * @param prefix of the names of the columns
 */
public record FenceOptions(boolean on, boolean marksDeletes, String prefix) {
    /** Key: whether rows say which record they come from. */
    public static final String FENCING = "write.fencing";

    static final String DELETES = "write.fencing.deletes";
    static final String PREFIX = "write.fencing.columns.prefix";

    private enum Kind {
        NONE,
        OFFSET
    }

    private enum Deletes {
        ROW,
        MARK
    }

    private static final Choice<Kind> KINDS = Choice.of(Kind.class);
    private static final Choice<Deletes> DELETE_CHOICES = Choice.of(Deletes.class);
    private static final Patterns NAME_START = new Patterns(
            Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,99}"),
            "at most 100 letters, digits and _, not starting with a digit");

    /**
     * @param def is added to
     * @param group of the options for writing
     * @return the same
     */
    public static ConfigDef define(ConfigDef def, String group) {
        return def.define(
                        FENCING,
                        Type.STRING,
                        "none",
                        KINDS,
                        Importance.MEDIUM,
                        "offset: each row holds the partition and the offset of its record, and the service writes a row only "
                                + "if it does not come from a later record of the partition. So neither a record that is "
                                + "delivered again nor a task that was replaced and does not know it puts older content over "
                                + "newer. Each write then costs a read besides. Needs "
                                + KeyOptions.PRIMARYKEY_MODE + "=record_key or record_value.",
                        group,
                        10,
                        Width.SHORT,
                        "Fencing",
                        KINDS)
                .define(
                        DELETES,
                        Type.STRING,
                        "row",
                        DELETE_CHOICES,
                        Importance.LOW,
                        "What a delete does with " + FENCING
                                + "=offset. row: the row is gone, and with it the offset, so an older record that a replaced task "
                                + "still writes brings the row back. mark: the row stays with its key, partition and offset "
                                + "and <prefix>deleted=true, so nothing older comes back; whoever reads the table leaves "
                                + "such rows out.",
                        group,
                        11,
                        Width.SHORT,
                        "Fenced deletes",
                        DELETE_CHOICES)
                .define(
                        PREFIX,
                        Type.STRING,
                        "fence_",
                        NAME_START,
                        Importance.LOW,
                        "What the names of the columns of " + FENCING
                                + " start with: <prefix>partition STRING, <prefix>offset INTEGER and <prefix>deleted BOOLEAN. "
                                + "A topic that was deleted and created anew starts at offset 0 again: give it another prefix, "
                                + "else its records count as old.",
                        group,
                        12,
                        Width.SHORT,
                        "Prefix of fencing columns");
    }

    /**
     * Reads the options.
     *
     * @param config valid by itself
     * @return whether and how
     */
    public static FenceOptions read(AbstractConfig config) {
        return new FenceOptions(
                KINDS.parse(config.getString(FENCING)) == Kind.OFFSET,
                DELETE_CHOICES.parse(config.getString(DELETES)) == Deletes.MARK,
                config.getString(PREFIX));
    }

    /**
     * Whether rows say which record they come from.
     *
     * @param values the options that are valid by themselves
     * @return false also when the option is wrong
     */
    public static boolean isOn(ConfigValues values) {
        return values.get(FENCING, String.class).map(KINDS::parse).orElse(Kind.NONE) == Kind.OFFSET;
    }

    /**
     * What does not go together with it.
     *
     * @param values the options that are valid by themselves, and the config as it was written
     * @param keys the primary keys
     * @param problems takes what is wrong
     */
    public static void check(ConfigValues values, KeyOptions keys, ConfigProblems problems) {
        if (!isOn(values)) {
            return;
        }
        if (!keys.mode().namesColumns()) {
            problems.add(
                    FENCING,
                    "offset has no use with " + KeyOptions.PRIMARYKEY_MODE + "=" + keys.mode()
                            + ", where each record is a row of its own; leave it out");
        }
        keys.tables().forEach((table, schema) -> {
            if (schema.hasAutoIncrement()) {
                problems.add(
                        FENCING,
                        "offset has no use for table " + table
                                + ", whose key has an auto_increment column: each write is a new row");
            }
        });
    }

    String partitionColumn() {
        return prefix + "partition";
    }

    String offsetColumn() {
        return prefix + "offset";
    }

    String deletedColumn() {
        return prefix + "deleted";
    }
}
