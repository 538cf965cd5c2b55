package dev.sluice.tablestore.key;

import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import dev.sluice.core.mapping.ConnectValues;
import dev.sluice.tablestore.config.PerTableOptions;
import dev.sluice.tablestore.table.KeyColumn;
import dev.sluice.tablestore.table.KeyType;
import dev.sluice.tablestore.table.TableSpec;
import dev.sluice.tablestore.value.BadRecord;
import dev.sluice.tablestore.value.Cells;
import dev.sluice.tablestore.value.Conversions;
import dev.sluice.tablestore.value.FieldReader;
import dev.sluice.tablestore.value.FieldReader.Found;
import dev.sluice.tablestore.value.ServiceLimits;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Fields of the record's key or value as primary key; a key or value without fields is the one column itself. */
final class FieldKeySource implements KeySource {
    /** The half of a record that the key is in. */
    enum Part {
        KEY,
        VALUE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Part part;

    FieldKeySource(Part part) {
        this.part = part;
    }

    @Override
    public PrimaryKey keyOf(SinkRecord record, TableSpec table) {
        Schema schema = part == Part.KEY ? record.keySchema() : record.valueSchema();
        Object source = part == Part.KEY ? record.key() : record.value();
        if (source == null) {
            throw new BadRecord("the record has no " + part + ", and primarykey.mode=record_" + part
                    + " takes the primary key from it; write records with a " + part
                    + ", or choose another primarykey.mode");
        }
        List<KeyColumn> columns = table.recordKeys().columns();
        PrimaryKeyColumn[] key = new PrimaryKeyColumn[columns.size()];
        for (int i = 0; i < key.length; i++) {
            KeyColumn column = columns.get(i);
            key[i] = new PrimaryKeyColumn(
                    column.name(),
                    column.type() == KeyType.AUTO_INCREMENT
                            ? PrimaryKeyValue.AUTO_INCREMENT
                            : value(column, find(column, schema, source, table), table));
        }
        return new PrimaryKey(key);
    }

    private Found find(KeyColumn column, @Nullable Schema schema, Object source, TableSpec table) {
        if (FieldReader.hasFields(source)) {
            Found found = FieldReader.at(schema, source, column.field());
            if (found == null) {
                throw new BadRecord("the record's " + part + " has no field " + column.field()
                        + (column.field().indexOf('.') < 0 ? "" : " (or a field around it is missing or null)")
                        + ", which is a primary key column of table " + table.name() + "; correct "
                        + PerTableOptions.keyName(table.name()) + ", or write records that have the field");
            }
            return found;
        }
        long filled = table.recordKeys().columns().stream()
                .filter(other -> other.type() != KeyType.AUTO_INCREMENT)
                .count();
        if (filled > 1) {
            throw new BadRecord("the record's " + part + " is a single " + ConnectValues.typeName(schema, source)
                    + ", but the primary key of table " + table.name() + " has " + filled
                    + " columns; name one column in " + PerTableOptions.keyName(table.name())
                    + ", or write records whose " + part + " has fields");
        }
        return new Found(schema, source);
    }

    private PrimaryKeyValue value(KeyColumn column, Found found, TableSpec table) {
        if (found.value() == null) {
            throw new BadRecord("primary key column " + column.name() + " of table " + table.name()
                    + " is null in the record's " + part + "; a key column must have a value");
        }
        ColumnValue cell = Cells.of(column.name(), found.schema(), found.value());
        ColumnValue converted = Conversions.to(column.type().cell(), cell);
        if (converted == null) {
            throw new BadRecord("primary key column " + column.name() + " of table " + table.name() + " is of type "
                    + column.type() + ", but in the record's " + part + " it is "
                    + ConnectValues.typeName(found.schema(), found.value()) + " (stored as "
                    + cell.getType().name().toLowerCase(Locale.ROOT) + ") and cannot become that without loss; correct "
                    + PerTableOptions.keyType(table.name()) + ", or convert the field with a transform (Cast)");
        }
        int bytes = Cells.bytes(converted);
        if (bytes > ServiceLimits.KEY_BYTES) {
            throw new BadRecord("primary key column " + column.name() + " of table " + table.name() + " has " + bytes
                    + " bytes, the service takes " + ServiceLimits.KEY_BYTES + " (" + ServiceLimits.SOURCE + ")");
        }
        return converted.getType() == ColumnType.STRING
                ? PrimaryKeyValue.fromString(converted.asString(), converted.asStringInBytes())
                : PrimaryKeyValue.fromColumn(converted);
    }

    @Override
    public boolean takesFieldsOfValue() {
        return part == Part.VALUE;
    }
}
