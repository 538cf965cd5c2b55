package dev.sluice.tablestore.value;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import dev.sluice.core.mapping.ConnectVisitor;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The cell for a Connect value. Numbers, text, booleans and bytes keep their type; logical types become text that sorts
 * as the values do: decimals in plain notation, dates and times in ISO 8601 with milliseconds, UTC.
 */
final class CellVisitor implements ConnectVisitor<ColumnValue> {
    static final CellVisitor INSTANCE = new CellVisitor();

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private CellVisitor() {}

    @Override
    public ColumnValue onNull() {
        throw new IllegalStateException("a null has no cell");
    }

    @Override
    public ColumnValue onBoolean(boolean value) {
        return ColumnValue.fromBoolean(value);
    }

    @Override
    public ColumnValue onInteger(long value) {
        return ColumnValue.fromLong(value);
    }

    @Override
    public ColumnValue onFloat32(float value) {
        return ColumnValue.fromDouble(value);
    }

    @Override
    public ColumnValue onFloat64(double value) {
        return ColumnValue.fromDouble(value);
    }

    @Override
    public ColumnValue onString(String value) {
        // With its bytes: its size is asked for here and its bytes when it is sent, and the client looks the charset up
        // by name.
        return ColumnValue.fromString(value, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public ColumnValue onBytes(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return ColumnValue.fromBinary(bytes);
    }

    @Override
    public ColumnValue onDecimal(BigDecimal value) {
        // A few bytes can stand for billions of zeros; written out they would take all memory.
        long digits = Math.abs((long) value.scale()) + value.precision();
        if (digits > ServiceLimits.CELL_BYTES) {
            throw new BadRecord("is a decimal of " + digits + " digits, which is more than a cell holds ("
                    + ServiceLimits.CELL_BYTES + " bytes, " + ServiceLimits.SOURCE + ")");
        }
        return ColumnValue.fromString(value.toPlainString());
    }

    @Override
    public ColumnValue onDate(LocalDate value) {
        return ColumnValue.fromString(value.toString());
    }

    @Override
    public ColumnValue onTime(LocalTime value) {
        return ColumnValue.fromString(TIME.format(value));
    }

    @Override
    public ColumnValue onTimestamp(Instant value) {
        return ColumnValue.fromString(TIMESTAMP.format(value));
    }

    @Override
    public ColumnValue onList(@Nullable Schema elementSchema, List<?> value) {
        throw nested("an array");
    }

    @Override
    public ColumnValue onMap(@Nullable Schema keySchema, @Nullable Schema valueSchema, Map<?, ?> value) {
        throw nested("a map");
    }

    @Override
    public ColumnValue onStruct(Struct value) {
        throw nested("a struct");
    }

    private static BadRecord nested(String what) {
        return new BadRecord("is " + what
                + ", which a cell cannot hold; set nested.mode=json or flatten, or leave it out: list "
                + "the columns you want in tablestore.<table>.columns.whitelist.name, or those you do not want in "
                + "tablestore.<table>.columns.exclude");
    }
}
