package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.Condition;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.OperationType;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.ReturnContent;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.ReturnType;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.core.protocol.PlainBufferConsts;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row to put, update or delete, after every check that needs no table: what fails here is an error of the request,
 * also when the row is one of a batch.
 *
 * @param rowKey null while the value of an auto-increment column is not known
 * @param dataSize as the service counts it, in bytes
 */
record RowChange(
        OperationType type,
        List<Cell> key,
        List<Cell> cells,
        RowCondition condition,
        ReturnContent returns,
        @Nullable RowKey rowKey,
        int dataSize) {

    static RowChange of(OperationType type, ByteString field, @Nullable Condition condition, ReturnContent returns)
            throws ServiceError {
        RowReader.Row row = RowReader.request(field);
        boolean auto = checkKey(row.key());
        checkCells(type, row);
        RowCondition parsed = condition == null ? RowCondition.NONE : RowCondition.of(condition);
        if (auto) {
            checkAutoIncrement(type, parsed);
        }
        int size = StoredRow.dataSize(row.key()) + StoredRow.dataSize(row.cells());
        return new RowChange(type, row.key(), row.cells(), parsed, returns, auto ? null : RowKey.of(row.key()), size);
    }

    boolean returnsNothing() {
        return returns.getReturnType() == ReturnType.RT_NONE;
    }

    /** The columns of an update that make a row where there was none. */
    boolean putsColumns() {
        for (Cell cell : cells) {
            if (cell.hasValue()) {
                return true;
            }
        }
        return false;
    }

    /** Checks a key that must name one row; true when it has the placeholder of an auto-increment column. */
    static boolean checkKey(List<Cell> key) throws ServiceError {
        if (key.size() > Limits.KEY_COLUMNS) {
            throw ServiceError.parameter(
                    "The number of primary key columns must be in range: [1, " + Limits.KEY_COLUMNS + "].");
        }
        int placeholders = 0;
        for (Cell cell : key) {
            checkKeyCell(cell);
            switch (cell.type()) {
                case PlainBufferConsts.VT_INTEGER -> {}
                case PlainBufferConsts.VT_STRING, PlainBufferConsts.VT_BLOB -> {}
                case PlainBufferConsts.VT_AUTO_INCREMENT -> placeholders++;
                default -> throw ServiceError.parameter(cell.typeName() + " is an invalid type for the primary key.");
            }
        }
        if (placeholders > 1) {
            throw ServiceError.parameter(placeholders + " pk auto increment exist in row.");
        }
        return placeholders == 1;
    }

    /** What holds for the cells of every key, also of a range's ends. */
    static void checkKeyCell(Cell cell) throws ServiceError {
        if (cell.nameLength() == 0) {
            throw ServiceError.parameter("No name is given for primary key.");
        }
        if (!cell.hasValue()) {
            throw ServiceError.parameter("No value is given for primary key name: '" + cell.name() + "'.");
        }
        if (cell.operation() != 0) {
            throw ServiceError.parameter("OpType cannot be given for primary key name: '" + cell.name() + "'.");
        }
        if (cell.timestamp() >= 0) {
            throw ServiceError.parameter("Timestamp cannot be given for primary key name: '" + cell.name() + "'.");
        }
        int size = cell.valueSize();
        if (size > Limits.KEY_VALUE_BYTES) {
            throw ServiceError.parameter("The length of primary key column: '" + cell.name()
                    + "' exceeds the MaxLength:" + Limits.KEY_VALUE_BYTES + " with CurrentLength:" + size + ".");
        }
    }

    private static void checkAutoIncrement(OperationType type, RowCondition condition) throws ServiceError {
        if (type == OperationType.DELETE) {
            throw ServiceError.parameter("Invalid row to delete which with pk auto increment.");
        }
        if (condition.existence() != RowExistenceExpectation.IGNORE) {
            throw ServiceError.parameter(
                    "Invalid expect: " + condition.existence() + " when modify row with pk auto increment.");
        }
        if (condition.columns() != null) {
            throw ServiceError.parameter("Can't set condition when modify row with pk auto increment.");
        }
    }

    private static void checkCells(OperationType type, RowReader.Row row) throws ServiceError {
        if (type == OperationType.DELETE) {
            if (!row.deleteMarker()) {
                throw ServiceError.parameter("Invalid request of delete row: missing RowDeleteMarker in request.");
            }
            if (!row.cells().isEmpty()) {
                throw ServiceError.parameter("Invalid delete row request: unexpected cells in request.");
            }
            return;
        }
        if (row.deleteMarker()) {
            throw ServiceError.parameter("Invalid request of put/update row: unexpected RowDeleteMarker in request.");
        }
        int count = row.cells().size();
        if (type == OperationType.UPDATE && count == 0) {
            throw ServiceError.parameter("Invalid update row request: missing cells in request.");
        }
        if (count > Limits.COLUMNS_PER_WRITE) {
            throw ServiceError.parameter("The number of attribute columns exceeds the limit, limit count: "
                    + Limits.COLUMNS_PER_WRITE + ", column count: " + count + ".");
        }
        for (Cell cell : row.cells()) {
            checkCell(type, row.key(), cell);
        }
    }

    private static void checkCell(OperationType type, List<Cell> key, Cell cell) throws ServiceError {
        if (!Limits.isName(cell.in(), cell.nameAt(), cell.nameLength())) {
            throw ServiceError.parameter("Invalid column name: '" + cell.name() + "'.");
        }
        for (Cell keyCell : key) {
            if (keyCell.nameLength() == cell.nameLength() && keyCell.compareName(cell) == 0) {
                throw ServiceError.parameter(
                        "Duplicated attribute column name with primary key column: '" + cell.name() + "'.");
            }
        }
        if (type == OperationType.PUT && cell.operation() != 0) {
            throw ServiceError.parameter("OpType cannot be given for column name: '" + cell.name() + "' in PutRow.");
        }
        switch (cell.operation()) {
            case 0 -> checkValue(cell);
            case PlainBufferConsts.INCREMENT -> {
                checkValue(cell);
                if (cell.type() != PlainBufferConsts.VT_INTEGER) {
                    throw ServiceError.parameter("Invalid column type: " + cell.typeName() + ".");
                }
            }
            case PlainBufferConsts.DELETE_ONE_VERSION -> {
                noValue(cell);
                if (cell.timestamp() < 0) {
                    throw ServiceError.parameter("Timestamp must be given when type is DELETE_ONE_VERSION.");
                }
            }
            case PlainBufferConsts.DELETE_ALL_VERSION -> {
                noValue(cell);
                if (cell.timestamp() >= 0) {
                    throw ServiceError.parameter("Timestamp cannot be given when type is DELETE_ALL_VERSION.");
                }
            }
            default -> throw ServiceError.parameter("Invalid op type of cell: " + cell.operation() + ".");
        }
    }

    private static void noValue(Cell cell) throws ServiceError {
        if (cell.hasValue()) {
            throw ServiceError.parameter(
                    "Column value cannot be given when type is DELETE_ONE_VERSION,DELETE_ALL_VERSION.");
        }
    }

    /** What holds for the value of every attribute column. */
    static void checkValue(Cell cell) throws ServiceError {
        if (!cell.hasValue()) {
            throw ServiceError.broken("attr has no value, name: " + cell.name());
        }
        switch (cell.type()) {
            case PlainBufferConsts.VT_INTEGER, PlainBufferConsts.VT_BOOLEAN -> {}
            case PlainBufferConsts.VT_DOUBLE -> {
                if (Double.isNaN(cell.real())) {
                    throw ServiceError.parameter("NaN can't be set to double value.");
                }
                if (Double.isInfinite(cell.real())) {
                    throw ServiceError.parameter("Infinity can't be set to double value.");
                }
            }
            case PlainBufferConsts.VT_STRING, PlainBufferConsts.VT_BLOB -> {
                if (cell.contentLength() > Limits.CELL_BYTES) {
                    throw ServiceError.parameter(
                            "The length of attribute column: '" + cell.name() + "' exceeds the MaxLength:"
                                    + Limits.CELL_BYTES + " with CurrentLength:" + cell.contentLength() + ".");
                }
            }
            default -> throw ServiceError.parameter(cell.typeName() + " is an invalid type for the attribute column.");
        }
    }
}
