package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.OtsFilter.ValueTransferRule;
import com.alicloud.openservices.tablestore.core.protocol.OtsFilter.VariantType;
import com.alicloud.openservices.tablestore.core.protocol.PlainBufferConsts;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a filter compares instead of a string: the part of it that the expression's first group matches (all that the
 * expression matches when it has no group), read as another type.
 */
record RegexRule(Pattern pattern, VariantType type) {

    static RegexRule of(ValueTransferRule rule) throws ServiceError {
        VariantType type = rule.hasCastType() ? rule.getCastType() : VariantType.VT_STRING;
        if (type != VariantType.VT_INTEGER && type != VariantType.VT_DOUBLE && type != VariantType.VT_STRING) {
            throw ServiceError.parameter("Invalid cast type: " + type + ".");
        }
        try {
            return new RegexRule(Pattern.compile(rule.getRegex()), type);
        } catch (PatternSyntaxException e) {
            throw ServiceError.parameter("Invalid regex in filter.");
        }
    }

    /** Null when the value is no string, does not match, or cannot be read as the type. */
    @Nullable
    Cell apply(Cell cell) {
        if (cell.type() != PlainBufferConsts.VT_STRING) {
            return null;
        }
        Matcher matcher = pattern.matcher(cell.text());
        String part = matcher.find() ? matcher.group(Math.min(1, matcher.groupCount())) : null;
        if (part == null) {
            return null;
        }
        try {
            return switch (type) {
                case VT_INTEGER -> Cells.integer("", Long.parseLong(part));
                case VT_DOUBLE -> Cells.real("", Double.parseDouble(part));
                default -> Cells.string("", part);
            };
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
