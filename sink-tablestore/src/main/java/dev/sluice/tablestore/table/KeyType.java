package dev.sluice.tablestore.table;

import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyOption;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import java.util.Locale;

/** The type of a primary key column, as it is written in a config. */
public enum KeyType {
    /** Text. */
    STRING(PrimaryKeyType.STRING),
    /** A whole number of 64 bits. */
    INTEGER(PrimaryKeyType.INTEGER),
    /** Bytes. */
    BINARY(PrimaryKeyType.BINARY),
    /** An integer that the service fills in. */
    AUTO_INCREMENT(PrimaryKeyType.INTEGER);

    private final PrimaryKeyType stored;
    private final ColumnType cell;

    KeyType(PrimaryKeyType stored) {
        this.stored = stored;
        this.cell = ColumnType.valueOf(stored.name());
    }

    /**
     * The type of a cell that may be used as the column's value.
     *
     * @return of an attribute column
     */
    public ColumnType cell() {
        return cell;
    }

    /**
     * A column of this type, for a table that is created.
     *
     * @param name of the column
     * @return as the client wants it
     */
    public PrimaryKeySchema column(String name) {
        return this == AUTO_INCREMENT
                ? new PrimaryKeySchema(name, stored, PrimaryKeyOption.AUTO_INCREMENT)
                : new PrimaryKeySchema(name, stored);
    }

    /** The type of a column that exists. */
    static KeyType of(PrimaryKeySchema column) {
        return column.getOption() == PrimaryKeyOption.AUTO_INCREMENT
                ? AUTO_INCREMENT
                : valueOf(column.getType().name());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
