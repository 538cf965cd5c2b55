package dev.sluice.oss.format;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The columns of an object that has some. A row is an array with a Connect value for each. Equal by content: names, types,
 * and what may be null; versions, documentation and defaults do not matter.
 */
final class RowSchema {
    /** @param nullable whether a row may have null there, whatever the schema says */
    record Column(String name, Schema schema, boolean nullable) {
        Column(String name, Schema schema) {
            this(name, schema, schema.isOptional());
        }
    }

    private final String name;
    private final @Nullable Integer version;
    private final List<Column> columns;
    private final String fingerprint;

    /**
     * @param name of a row's type; empty when it has none
     * @param version as the schema registry counts them; null when unknown
     */
    RowSchema(String name, @Nullable Integer version, List<Column> columns) {
        this.name = name;
        this.version = version;
        this.columns = List.copyOf(columns);
        this.fingerprint = SchemaText.fingerprint(name, this.columns);
    }

    String name() {
        return name;
    }

    @Nullable
    Integer version() {
        return version;
    }

    List<Column> columns() {
        return columns;
    }

    /** 32 hexadecimal digits that stand for the content. */
    String fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof RowSchema schema && schema.fingerprint.equals(fingerprint));
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }
}
