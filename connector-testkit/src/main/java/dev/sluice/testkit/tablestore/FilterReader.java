package dev.sluice.testkit.tablestore;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alicloud.openservices.tablestore.core.protocol.OtsFilter.ColumnPaginationFilter;
import com.alicloud.openservices.tablestore.core.protocol.OtsFilter.ComparatorType;
import com.alicloud.openservices.tablestore.core.protocol.OtsFilter.CompositeColumnValueFilter;
import com.alicloud.openservices.tablestore.core.protocol.OtsFilter.Filter;
import com.alicloud.openservices.tablestore.core.protocol.OtsFilter.FilterType;
import com.alicloud.openservices.tablestore.core.protocol.OtsFilter.SingleColumnValueFilter;
import com.alicloud.openservices.tablestore.core.protocol.PlainBufferConsts;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the filters of a request. */
final class FilterReader {
    private int count;
    private int depth;

    private FilterReader() {}

    /** The condition or filter in a request's field. */
    static RowFilter read(ByteString field) throws ServiceError {
        return new FilterReader().row(outer(field));
    }

    /** The page of columns that a read asks for, or null when the filter is about rows. */
    static @Nullable ColumnPaginationFilter page(ByteString field) throws ServiceError {
        Filter filter = outer(field);
        if (filter.getType() != FilterType.FT_COLUMN_PAGINATION) {
            return null;
        }
        ColumnPaginationFilter page;
        try {
            page = ColumnPaginationFilter.parseFrom(filter.getFilter());
        } catch (InvalidProtocolBufferException e) {
            throw ServiceError.parameter("Deserialize column pagination filter failed.");
        }
        if (page.getOffset() < 0) {
            throw ServiceError.parameter("Offset in ColumnPaginationFilter must be greater than or equal to 0.");
        }
        if (page.getLimit() <= 0) {
            throw ServiceError.parameter("Limit in ColumnPaginationFilter must be greater than 0.");
        }
        return page;
    }

    private static Filter outer(ByteString field) throws ServiceError {
        try {
            return Filter.parseFrom(field);
        } catch (InvalidProtocolBufferException e) {
            throw ServiceError.parameter("Deserialize filter failed.");
        }
    }

    private RowFilter row(Filter filter) throws ServiceError {
        return switch (filter.getType()) {
            case FT_SINGLE_COLUMN_VALUE -> column(filter.getFilter());
            case FT_COMPOSITE_COLUMN_VALUE -> composite(filter.getFilter());
            case FT_COLUMN_PAGINATION ->
                throw ServiceError.parameter("Invalid type of sub-filter: FT_COLUMN_PAGINATION.");
        };
    }

    private RowFilter composite(ByteString field) throws ServiceError {
        CompositeColumnValueFilter filter;
        try {
            filter = CompositeColumnValueFilter.parseFrom(field);
        } catch (InvalidProtocolBufferException e) {
            throw ServiceError.parameter("Deserialize composite filter failed.");
        }
        // As deep as filters may be many; without an end a request could use up the stack.
        if (++depth > Limits.FILTERS) {
            throw ServiceError.parameter("The count of filter exceeds the max: " + Limits.FILTERS + ".");
        }
        List<RowFilter> parts = new ArrayList<>();
        for (Filter part : filter.getSubFiltersList()) {
            parts.add(row(part));
        }
        depth--;
        switch (filter.getCombinator()) {
            case LO_NOT -> {
                if (parts.size() != 1) {
                    throw ServiceError.parameter("Invalid NOT operator: the number of sub-filters must be 1.");
                }
                RowFilter part = parts.get(0);
                return (key, cells) -> !part.matches(key, cells);
            }
            case LO_AND -> {
                atLeastTwo(parts);
                return (key, cells) -> parts.stream().allMatch(part -> part.matches(key, cells));
            }
            case LO_OR -> {
                atLeastTwo(parts);
                return (key, cells) -> parts.stream().anyMatch(part -> part.matches(key, cells));
            }
        }
        throw ServiceError.parameter("Deserialize composite filter failed.");
    }

    private static void atLeastTwo(List<RowFilter> parts) throws ServiceError {
        // The service's sentence says 2, its SDKs send any number from 2 on.
        if (parts.size() < 2) {
            throw ServiceError.parameter("Invalid AND/OR operator: the number of sub-filters must be 2.");
        }
    }

    private RowFilter column(ByteString field) throws ServiceError {
        SingleColumnValueFilter filter;
        try {
            filter = SingleColumnValueFilter.parseFrom(field);
        } catch (InvalidProtocolBufferException e) {
            throw ServiceError.parameter("Deserialize relation filter failed.");
        }
        if (++count > Limits.FILTERS) {
            throw ServiceError.parameter("The count of filter exceeds the max: " + Limits.FILTERS + ".");
        }
        Limits.columnName(filter.getColumnName());
        RegexRule rule = filter.hasValueTransRule() ? RegexRule.of(filter.getValueTransRule()) : null;
        byte[] name = filter.getColumnName().getBytes(UTF_8);
        ComparatorType comparator = filter.getComparator();
        Cell value = RowReader.value(filter.getColumnValue());
        boolean passIfMissing = !filter.getFilterIfMissing();
        boolean latestOnly = filter.getLatestVersionOnly();
        return (key, cells) -> {
            List<Cell> versions = versions(name, key, cells);
            if (comparator == ComparatorType.CT_EXIST || comparator == ComparatorType.CT_NOT_EXIST) {
                return versions.isEmpty() == (comparator == ComparatorType.CT_NOT_EXIST);
            }
            if (versions.isEmpty()) {
                return passIfMissing;
            }
            return latestOnly
                    ? satisfies(versions.get(0), rule, comparator, value)
                    : versions.stream().anyMatch(version -> satisfies(version, rule, comparator, value));
        };
    }

    private static boolean satisfies(Cell cell, @Nullable RegexRule rule, ComparatorType comparator, Cell value) {
        Cell compared = rule == null ? cell : rule.apply(cell);
        return compared != null && satisfies(compared, comparator, value);
    }

    private static List<Cell> versions(byte[] name, List<Cell> key, List<Cell> cells) {
        List<Cell> versions = new ArrayList<>(1);
        for (Cell cell : cells) {
            if (cell.nameIs(name)) {
                versions.add(cell);
            }
        }
        for (Cell cell : key) {
            if (cell.nameIs(name)) {
                versions.add(cell);
            }
        }
        return versions;
    }

    /** Values of different types satisfy no comparison. */
    private static boolean satisfies(Cell cell, ComparatorType comparator, Cell value) {
        if (cell.type() != value.type()) {
            return false;
        }
        int order = switch (cell.type()) {
            case PlainBufferConsts.VT_INTEGER -> Long.compare(cell.integer(), value.integer());
            case PlainBufferConsts.VT_DOUBLE -> Double.compare(cell.real(), value.real());
            case PlainBufferConsts.VT_BOOLEAN -> Boolean.compare(cell.bool(), value.bool());
            default ->
                Arrays.compareUnsigned(
                        cell.in(),
                        cell.contentAt(),
                        cell.contentAt() + cell.contentLength(),
                        value.in(),
                        value.contentAt(),
                        value.contentAt() + value.contentLength());
        };
        return switch (comparator) {
            case CT_EQUAL -> order == 0;
            case CT_NOT_EQUAL -> order != 0;
            case CT_GREATER_THAN -> order > 0;
            case CT_GREATER_EQUAL -> order >= 0;
            case CT_LESS_THAN -> order < 0;
            case CT_LESS_EQUAL -> order <= 0;
            case CT_EXIST, CT_NOT_EXIST -> false;
        };
    }
}
