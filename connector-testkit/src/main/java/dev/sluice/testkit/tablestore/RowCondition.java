package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.Condition;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.RowExistenceExpectation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold of the stored row for a write to take effect. */
record RowCondition(
        RowExistenceExpectation existence, @Nullable RowFilter columns) {
    static final RowCondition NONE = new RowCondition(RowExistenceExpectation.IGNORE, null);

    static RowCondition of(Condition condition) throws ServiceError {
        if (!condition.hasColumnCondition() || condition.getColumnCondition().isEmpty()) {
            return condition.getRowExistence() == RowExistenceExpectation.IGNORE
                    ? NONE
                    : new RowCondition(condition.getRowExistence(), null);
        }
        return new RowCondition(condition.getRowExistence(), FilterReader.read(condition.getColumnCondition()));
    }

    boolean isNone() {
        return existence == RowExistenceExpectation.IGNORE && columns == null;
    }

    void check(RowReader.@Nullable Row stored) throws ServiceError {
        boolean exists = stored != null;
        if ((existence == RowExistenceExpectation.EXPECT_EXIST && !exists)
                || (existence == RowExistenceExpectation.EXPECT_NOT_EXIST && exists)) {
            throw ServiceError.condition();
        }
        if (columns != null) {
            List<Cell> key = stored == null ? List.of() : stored.key();
            List<Cell> cells = stored == null ? List.of() : stored.cells();
            if (!columns.matches(key, cells)) {
                throw ServiceError.condition();
            }
        }
    }
}
