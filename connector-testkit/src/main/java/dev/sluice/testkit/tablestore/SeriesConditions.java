package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.MetaQueryAttributeCondition;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.MetaQueryCompositeCondition;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.MetaQueryCondition;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.MetaQueryMeasurementCondition;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.MetaQuerySingleOperator;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.MetaQuerySourceCondition;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.MetaQueryTagCondition;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.MetaQueryUpdateTimeCondition;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the condition of QueryTimeseriesMeta. */
final class SeriesConditions {
    private static final int DEPTH = 10;

    private SeriesConditions() {}

    static Predicate<SeriesMeta> read(MetaQueryCondition condition) throws ServiceError {
        try {
            return read(condition, DEPTH);
        } catch (InvalidProtocolBufferException e) {
            throw ServiceError.parameter("Deserialize meta query condition failed.");
        }
    }

    private static Predicate<SeriesMeta> read(MetaQueryCondition condition, int depth)
            throws ServiceError, InvalidProtocolBufferException {
        ByteString data = condition.getProtoData();
        switch (condition.getType()) {
            case COMPOSITE_CONDITION -> {
                return composite(MetaQueryCompositeCondition.parseFrom(data), depth);
            }
            case MEASUREMENT_CONDITION -> {
                MetaQueryMeasurementCondition one = MetaQueryMeasurementCondition.parseFrom(data);
                return series -> holds(one.getOp(), series.key().measurement(), one.getValue());
            }
            case SOURCE_CONDITION -> {
                MetaQuerySourceCondition one = MetaQuerySourceCondition.parseFrom(data);
                return series -> holds(one.getOp(), series.key().source(), one.getValue());
            }
            case TAG_CONDITION -> {
                MetaQueryTagCondition one = MetaQueryTagCondition.parseFrom(data);
                return series -> holds(one.getOp(), series.key().tags().get(one.getTagName()), one.getValue());
            }
            case ATTRIBUTE_CONDITION -> {
                MetaQueryAttributeCondition one = MetaQueryAttributeCondition.parseFrom(data);
                return series -> holds(one.getOp(), attributes(series).get(one.getAttrName()), one.getValue());
            }
            case UPDATE_TIME_CONDITION -> {
                MetaQueryUpdateTimeCondition one = MetaQueryUpdateTimeCondition.parseFrom(data);
                if (one.getOp() == MetaQuerySingleOperator.OP_PREFIX) {
                    throw ServiceError.parameter("OP_PREFIX cannot be used for update time.");
                }
                return series -> holds(one.getOp(), Long.compare(series.updated(), one.getValue()));
            }
        }
        throw ServiceError.parameter("Deserialize meta query condition failed.");
    }

    private static Predicate<SeriesMeta> composite(MetaQueryCompositeCondition condition, int depth)
            throws ServiceError, InvalidProtocolBufferException {
        if (depth == 0) {
            throw ServiceError.parameter("The meta query condition is nested too deep.");
        }
        List<Predicate<SeriesMeta>> parts = new ArrayList<>();
        for (MetaQueryCondition part : condition.getSubConditionsList()) {
            parts.add(read(part, depth - 1));
        }
        if (parts.isEmpty()) {
            throw ServiceError.parameter("No sub condition is specified.");
        }
        return switch (condition.getOp()) {
            case OP_AND -> series -> parts.stream().allMatch(part -> part.test(series));
            case OP_OR -> series -> parts.stream().anyMatch(part -> part.test(series));
            case OP_NOT -> series -> parts.stream().noneMatch(part -> part.test(series));
        };
    }

    private static SortedMap<String, String> attributes(SeriesMeta series) {
        try {
            return SeriesTags.parse(series.attributes());
        } catch (ServiceError e) {
            throw new IllegalStateException("stored attributes cannot be read", e);
        }
    }

    private static boolean holds(MetaQuerySingleOperator operator, @Nullable String stored, String value) {
        if (stored == null) {
            return false;
        }
        return operator == MetaQuerySingleOperator.OP_PREFIX
                ? stored.startsWith(value)
                : holds(operator, stored.compareTo(value));
    }

    private static boolean holds(MetaQuerySingleOperator operator, int order) {
        return switch (operator) {
            case OP_EQUAL -> order == 0;
            case OP_GREATER_THAN -> order > 0;
            case OP_GREATER_EQUAL -> order >= 0;
            case OP_LESS_THAN -> order < 0;
            case OP_LESS_EQUAL -> order <= 0;
            case OP_PREFIX -> false;
        };
    }
}
