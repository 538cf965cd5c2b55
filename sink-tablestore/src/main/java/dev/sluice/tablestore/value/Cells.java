package dev.sluice.tablestore.value;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import dev.sluice.core.mapping.ConnectValues;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Fields of records as cells, with errors that name the field. */
public final class Cells {
    private Cells() {}

    /**
     * @param field name of a field
     * @param schema null when there is none
     * @param value not null
     * @return the cell
     * @throws BadRecord when no cell can hold it
     */
    public static ColumnValue of(String field, @Nullable Schema schema, Object value) {
        try {
            ColumnValue semantic = DebeziumTypes.cell(schema, value);
            return semantic != null ? semantic : ConnectValues.visit(schema, value, CellVisitor.INSTANCE);
        } catch (BadRecord e) {
            throw new BadRecord(named(field) + " " + e.getMessage());
        } catch (DataException e) {
            throw new BadRecord(named(field) + ": " + e.getMessage());
        }
    }

    /** Some callers say what it is, for most it is a field. */
    private static String named(String field) {
        return field.indexOf(' ') < 0 ? "field " + field : field;
    }

    /**
     * Bytes of the content; 0 for types of fixed size.
     *
     * @param cell any
     * @return as they count for the service's limits
     */
    public static int bytes(ColumnValue cell) {
        return switch (cell.getType()) {
            case STRING -> cell.asStringInBytes().length;
            case BINARY -> cell.asBinary().length;
            default -> 0;
        };
    }
}
