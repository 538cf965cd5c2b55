package dev.sluice.oss.format;

import dev.sluice.oss.format.RowSchema.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** How rows of one schema become rows of another. */
final class RowProjection {
    /** @param from position in the row; -1 for a column that the row does not have */
    private record Step(int from, Column source, Column target, boolean possible) {}

    private final List<Step> steps;
    private final boolean lossless;

    private RowProjection(List<Step> steps, boolean lossless) {
        this.steps = steps;
        this.lossless = lossless;
    }

    static RowProjection between(RowSchema from, RowSchema to) {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < from.columns().size(); i++) {
            positions.put(from.columns().get(i).name(), i);
        }
        List<Step> steps = to.columns().stream()
                .map(target -> step(positions.getOrDefault(target.name(), -1), from, target))
                .toList();
        boolean lossless = steps.stream().filter(step -> step.from >= 0).count()
                        == from.columns().size()
                && steps.stream()
                        .allMatch(step -> step.from < 0
                                || SchemaProjection.isLossless(step.source.schema(), step.target.schema()));
        return new RowProjection(steps, lossless);
    }

    private static Step step(int from, RowSchema schema, Column target) {
        if (from < 0) {
            return new Step(from, target, target, SchemaProjection.canBeMissing(target.schema(), target.nullable()));
        }
        Column source = schema.columns().get(from);
        boolean nulls =
                !source.nullable() || target.nullable() || target.schema().defaultValue() != null;
        return new Step(from, source, target, nulls && SchemaProjection.isPossible(source.schema(), target.schema()));
    }

    /** Whether every row has a projection. */
    boolean isPossible() {
        return steps.stream().allMatch(Step::possible);
    }

    /** Whether nothing of a row is left out. */
    boolean isLossless() {
        return lossless;
    }

    /** @throws DataException when this row has none */
    @Nullable
    Object[] apply(@Nullable Object[] row) {
        @Nullable Object[] projected = new Object[steps.size()];
        for (int i = 0; i < projected.length; i++) {
            Step step = steps.get(i);
            Object value = step.from < 0 ? null : row[step.from];
            if (value == null) {
                boolean stays = step.from >= 0 && step.target.nullable();
                projected[i] = stays ? null : step.target.schema().defaultValue();
            } else if (step.possible) {
                projected[i] = SchemaProjection.project(step.source.schema(), step.target.schema(), value);
            } else {
                throw new DataException("field " + step.target.name() + " cannot be stored as the type that "
                        + "this object has for it");
            }
        }
        return projected;
    }
}
