package dev.sluice.testkit.tablestore;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alicloud.openservices.tablestore.core.protocol.OtsFilter.ColumnPaginationFilter;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.TimeRange;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which columns and versions of a row a read wants, and which rows at all. Immutable. */
final class ReadSpec {
    private final List<byte[]> columns;
    private final int maxVersions;
    private final long fromVersion;
    private final long untilVersion;
    private final byte @Nullable [] startColumn;
    private final byte @Nullable [] endColumn;
    private final @Nullable RowFilter filter;
    private final @Nullable ColumnPaginationFilter page;

    private ReadSpec(Builder builder) throws ServiceError {
        this.columns = builder.columns;
        this.maxVersions = builder.maxVersions;
        this.fromVersion = builder.fromVersion;
        this.untilVersion = builder.untilVersion;
        this.startColumn = builder.startColumn;
        this.endColumn = builder.endColumn;
        this.page = builder.filter == null ? null : FilterReader.page(builder.filter);
        this.filter = builder.filter == null || page != null ? null : FilterReader.read(builder.filter);
    }

    /** Collects what the read requests have in common; they share no message type. */
    static final class Builder {
        private List<byte[]> columns = List.of();
        private int maxVersions;
        private long fromVersion;
        private long untilVersion = Long.MAX_VALUE;
        private boolean versions;
        private byte @Nullable [] startColumn;
        private byte @Nullable [] endColumn;
        private @Nullable ByteString filter;

        Builder columns(List<String> names) throws ServiceError {
            if (names.size() > Limits.COLUMNS_TO_GET) {
                throw ServiceError.parameter("The number of columns from the request exceeds the limit, limit count: "
                        + Limits.COLUMNS_TO_GET + ", column count: " + names.size() + ".");
            }
            columns = new ArrayList<>(names.size());
            for (String name : names) {
                Limits.columnName(name);
                columns.add(name.getBytes(UTF_8));
            }
            return this;
        }

        Builder maxVersions(boolean set, int value) throws ServiceError {
            if (set && value <= 0) {
                throw ServiceError.parameter(
                        "Invalid max versions: " + value + ". Reason: Max versions must be positive.");
            }
            versions |= set;
            maxVersions = set ? value : Integer.MAX_VALUE;
            return this;
        }

        Builder timeRange(boolean set, TimeRange range) throws ServiceError {
            if (!set) {
                return this;
            }
            versions = true;
            if (range.hasSpecificTime()) {
                fromVersion = range.getSpecificTime();
                untilVersion = fromVersion + 1;
            } else if (range.hasStartTime() != range.hasEndTime()) {
                throw ServiceError.parameter("Start and end time must be given at the same time.");
            } else {
                fromVersion = range.getStartTime();
                untilVersion = range.getEndTime();
            }
            return this;
        }

        Builder columnRange(String start, String end) {
            startColumn = start.isEmpty() ? null : start.getBytes(UTF_8);
            endColumn = end.isEmpty() ? null : end.getBytes(UTF_8);
            return this;
        }

        Builder filter(ByteString field) {
            filter = field.isEmpty() ? null : field;
            return this;
        }

        ReadSpec build() throws ServiceError {
            if (!versions) {
                throw ServiceError.parameter("No version condition is specified while querying row.");
            }
            return new ReadSpec(this);
        }
    }

    /** The row as it answers this read, or null when the row does not belong to the answer. */
    byte @Nullable [] select(StoredRow row, int versionsOfTable) {
        boolean everything = columns.isEmpty()
                && fromVersion == 0
                && untilVersion == Long.MAX_VALUE
                && maxVersions >= versionsOfTable
                && startColumn == null
                && endColumn == null
                && page == null;
        if (everything && filter == null) {
            return row.wire();
        }
        RowReader.Row decoded = row.decode();
        if (everything) {
            return filter == null || filter.matches(decoded.key(), decoded.cells()) ? row.wire() : null;
        }
        List<Cell> cells = selectCells(decoded.cells());
        // A row that has none of the wanted columns is no part of the answer, unless its key columns are wanted.
        if (cells.isEmpty() && !decoded.cells().isEmpty() && !wantsKeyColumn(decoded.key())) {
            return null;
        }
        if (cells.isEmpty() && !columns.isEmpty() && !wantsKeyColumn(decoded.key())) {
            return null;
        }
        if (filter != null && !filter.matches(decoded.key(), cells)) {
            return null;
        }
        return RowWriter.row(decoded.key(), cells);
    }

    private List<Cell> selectCells(List<Cell> cells) {
        List<Cell> selected = new ArrayList<>(cells.size());
        Cell previous = null;
        int versions = 0;
        int column = -1;
        for (Cell cell : cells) {
            if (!wantsColumn(cell) || cell.timestamp() < fromVersion || cell.timestamp() >= untilVersion) {
                continue;
            }
            if (previous != null && previous.compareName(cell) == 0) {
                versions++;
            } else {
                versions = 1;
                column++;
            }
            previous = cell;
            boolean onPage =
                    page == null || (column >= page.getOffset() && column - page.getOffset() < page.getLimit());
            if (versions <= maxVersions && onPage) {
                selected.add(cell);
            }
        }
        return selected;
    }

    private boolean wantsColumn(Cell cell) {
        if ((startColumn != null && cell.compareName(startColumn) < 0)
                || (endColumn != null && cell.compareName(endColumn) >= 0)) {
            return false;
        }
        return columns.isEmpty() || isListed(cell);
    }

    private boolean wantsKeyColumn(List<Cell> key) {
        return key.stream().anyMatch(this::isListed);
    }

    private boolean isListed(Cell cell) {
        for (byte[] column : columns) {
            if (cell.nameIs(column)) {
                return true;
            }
        }
        return false;
    }
}
