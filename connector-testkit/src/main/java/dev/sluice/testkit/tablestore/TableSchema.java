package dev.sluice.testkit.tablestore;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.DefinedColumnSchema;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.PrimaryKeyType;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.TableMeta;
import com.alicloud.openservices.tablestore.core.protocol.PlainBufferConsts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a table fixes about its rows: the primary key, and the types of the predefined columns. */
final class TableSchema {
    private final TableMeta meta;
    private final List<Column> key = new ArrayList<>();
    private final List<Column> defined = new ArrayList<>();
    private boolean autoIncrement;

    /** @param type of PlainBuffer */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Column(String name, byte[] utf8, byte type, boolean autoIncrement) {}

    private TableSchema(TableMeta meta) {
        this.meta = meta;
    }

    static TableSchema of(TableMeta meta) throws ServiceError {
        Limits.tableName(meta.getTableName());
        int columns = meta.getPrimaryKeyCount();
        if (columns < 1 || columns > Limits.KEY_COLUMNS) {
            throw ServiceError.parameter(
                    "The number of primary key columns must be in range: [1, " + Limits.KEY_COLUMNS + "].");
        }
        if (meta.getDefinedColumnCount() > Limits.DEFINED_COLUMNS) {
            throw ServiceError.parameter(
                    "The number of defined columns must be in range: [0, " + Limits.DEFINED_COLUMNS + "].");
        }
        TableSchema schema = new TableSchema(meta);
        Set<String> names = new HashSet<>();
        for (PrimaryKeySchema column : meta.getPrimaryKeyList()) {
            Limits.columnName(column.getName());
            if (!names.add(column.getName())) {
                throw ServiceError.parameter("Duplicated primary key name: '" + column.getName() + "'.");
            }
            schema.addKey(column);
        }
        for (DefinedColumnSchema column : meta.getDefinedColumnList()) {
            Limits.columnName(column.getName());
            if (!names.add(column.getName())) {
                throw ServiceError.parameter(
                        "Duplicated attribute column name with primary key column: '" + column.getName() + "'.");
            }
            schema.defined.add(
                    new Column(column.getName(), column.getName().getBytes(UTF_8), definedType(column), false));
        }
        return schema;
    }

    private void addKey(PrimaryKeySchema column) throws ServiceError {
        boolean auto = column.hasOption();
        if (auto) {
            if (column.getType() != PrimaryKeyType.INTEGER) {
                throw ServiceError.parameter("AUTO_INCREMENT primary key must be integer.");
            }
            if (key.isEmpty()) {
                throw ServiceError.parameter(
                        "First primary key can't be auto increment, table: " + meta.getTableName() + ".");
            }
            if (autoIncrement) {
                throw ServiceError.parameter("AUTO_INCREMENT primary key count must <= 1.");
            }
            autoIncrement = true;
        }
        byte type = switch (column.getType()) {
            case INTEGER -> PlainBufferConsts.VT_INTEGER;
            case STRING -> PlainBufferConsts.VT_STRING;
            case BINARY -> PlainBufferConsts.VT_BLOB;
        };
        key.add(new Column(column.getName(), column.getName().getBytes(UTF_8), type, auto));
    }

    private static byte definedType(DefinedColumnSchema column) {
        return switch (column.getType()) {
            case DCT_INTEGER -> PlainBufferConsts.VT_INTEGER;
            case DCT_DOUBLE -> PlainBufferConsts.VT_DOUBLE;
            case DCT_BOOLEAN -> PlainBufferConsts.VT_BOOLEAN;
            case DCT_STRING -> PlainBufferConsts.VT_STRING;
            case DCT_BLOB -> PlainBufferConsts.VT_BLOB;
        };
    }

    TableMeta meta() {
        return meta;
    }

    boolean hasAutoIncrement() {
        return autoIncrement;
    }

    /** Checks names and types, in the table's order; INF_MIN and INF_MAX pass, callers refuse them where they must. */
    void checkKey(List<Cell> sent) throws ServiceError {
        if (sent.size() != key.size()) {
            throw ServiceError.primaryKey(
                    "Validate PK size fail. Input: " + sent.size() + ", Meta: " + key.size() + ".");
        }
        for (int i = 0; i < sent.size(); i++) {
            Column column = key.get(i);
            Cell cell = sent.get(i);
            if (!cell.nameIs(column.utf8)) {
                throw ServiceError.primaryKey(
                        "Validate PK name fail. Input: " + cell.name() + ", Meta: " + column.name + ".");
            }
            boolean fits = switch (cell.type()) {
                case PlainBufferConsts.VT_INF_MIN, PlainBufferConsts.VT_INF_MAX -> true;
                case PlainBufferConsts.VT_AUTO_INCREMENT -> column.autoIncrement;
                default -> cell.type() == column.type;
            };
            if (!fits) {
                throw ServiceError.primaryKey("Validate PK type fail. Input: " + cell.typeName() + ", Meta: "
                        + Cell.typeName(column.type) + ".");
            }
        }
    }

    void checkDefinedColumns(List<Cell> cells) throws ServiceError {
        for (Column column : defined) {
            for (Cell cell : cells) {
                if (cell.hasValue() && cell.type() != column.type && cell.nameIs(column.utf8)) {
                    throw ServiceError.parameter("Invalid column type for column " + column.name + " expect "
                            + Cell.typeName(column.type) + " actual " + cell.typeName());
                }
            }
        }
    }
}
