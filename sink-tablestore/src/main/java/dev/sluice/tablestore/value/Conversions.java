package dev.sluice.tablestore.value;

import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Cells as another type than the one they have, where nothing is lost and no two values become one. */
public final class Conversions {
    private Conversions() {}

    /**
     * The cell as the type; null when that is not possible.
     *
     * @param type the one that is wanted
     * @param cell any
     * @return one with the same meaning
     */
    public static @Nullable ColumnValue to(ColumnType type, ColumnValue cell) {
        if (cell.getType() == type) {
            return cell;
        }
        return switch (type) {
            case STRING -> text(cell);
            case INTEGER -> integer(cell);
            case DOUBLE -> number(cell);
            case BOOLEAN -> bool(cell);
            case BINARY ->
                cell.getType() == ColumnType.STRING
                        ? ColumnValue.fromBinary(cell.asString().getBytes(StandardCharsets.UTF_8))
                        : null;
            case DATETIME, TIME, DATE -> null; // types of SQL, which no table has
        };
    }

    private static @Nullable ColumnValue text(ColumnValue cell) {
        return switch (cell.getType()) {
            case INTEGER -> ColumnValue.fromString(Long.toString(cell.asLong()));
            case DOUBLE -> ColumnValue.fromString(Double.toString(cell.asDouble()));
            case BOOLEAN -> ColumnValue.fromString(Boolean.toString(cell.asBoolean()));
            default -> null;
        };
    }

    private static @Nullable ColumnValue integer(ColumnValue cell) {
        if (cell.getType() == ColumnType.DOUBLE) {
            long whole = (long) cell.asDouble();
            return whole == cell.asDouble() && whole != Long.MAX_VALUE ? ColumnValue.fromLong(whole) : null;
        } else if (cell.getType() == ColumnType.STRING) {
            try {
                long parsed = Long.parseLong(cell.asString());
                // 007 and +7 stay what they are: as a key they would meet 7.
                return Long.toString(parsed).equals(cell.asString()) ? ColumnValue.fromLong(parsed) : null;
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable ColumnValue number(ColumnValue cell) {
        if (cell.getType() == ColumnType.INTEGER) {
            // JSON does not tell 50 from 50.0, so a column of doubles has to take whole numbers.
            double number = cell.asLong();
            return (long) number == cell.asLong() && cell.asLong() != Long.MAX_VALUE
                    ? ColumnValue.fromDouble(number)
                    : null;
        } else if (cell.getType() == ColumnType.STRING && cell.asString().length() <= 100) {
            try {
                double number = Double.parseDouble(cell.asString());
                return Double.isFinite(number)
                                && new BigDecimal(cell.asString()).compareTo(new BigDecimal(Double.toString(number)))
                                        == 0
                        ? ColumnValue.fromDouble(number)
                        : null;
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable ColumnValue bool(ColumnValue cell) {
        if (cell.getType() == ColumnType.STRING
                && (cell.asString().equals("true") || cell.asString().equals("false"))) {
            return ColumnValue.fromBoolean(Boolean.parseBoolean(cell.asString()));
        }
        return null;
    }
}
