package dev.sluice.tablestore.column;

import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.tablestore.config.NamedColumn;
import dev.sluice.tablestore.value.BadRecord;
import dev.sluice.tablestore.value.DebeziumTypes;
import dev.sluice.tablestore.value.FieldReader;
import dev.sluice.tablestore.value.NestedJson;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Takes a record apart into the columns of a row: value, key, headers and metadata, as the options say. For one thread. */
public final class RecordColumns {
    /** Column of a value that has no fields. */
    static final String VALUE = "value";
    /** Column of a key that has no fields. */
    static final String KEY = "key";

    static final List<String> METADATA = List.of("topic", "partition", "offset", "timestamp");

    private final MappingOptions options;
    private final boolean partsMayMeet;
    private final StructShapes shapes = new StructShapes();

    /** @param options what becomes columns, and how */
    public RecordColumns(MappingOptions options) {
        this.options = options;
        this.partsMayMeet = options.mayMeet();
    }

    /**
     * Whether two things of one record may want the same column of the table.
     *
     * @param rules of the table
     * @return false when each column is wanted once for sure
     */
    public boolean mayMeet(ColumnRules rules) {
        return partsMayMeet || !rules.renamed().isEmpty();
    }

    /**
     * @param row takes the columns
     * @param record as Connect hands it over
     * @param keyIsInValue a value without fields is the primary key itself and no column
     */
    public void addTo(ColumnTarget row, SinkRecord record, boolean keyIsInValue) {
        if (FieldReader.hasFields(record.value())) {
            fields(row, "", record.valueSchema(), record.value());
        } else if (!keyIsInValue) {
            field(row, VALUE, record.valueSchema(), record.value());
        }
        if (options.keyColumns()) {
            key(row, record);
        }
        for (NamedColumn column : options.headers()) {
            header(row, column, record.headers().lastWithName(column.source()));
        }
        if (!options.metadata().isEmpty()) {
            metadata(row, record);
        }
    }

    private void key(ColumnTarget row, SinkRecord record) {
        if (FieldReader.hasFields(record.key())) {
            fields(row, options.keyPrefix(), record.keySchema(), record.key());
        } else {
            field(row, KEY, record.keySchema(), record.key());
        }
    }

    private void header(ColumnTarget row, NamedColumn column, @Nullable Header header) {
        Schema schema = header == null ? null : header.schema();
        Object value = header == null ? null : header.value();
        if (value != null && NestedJson.isNested(schema, value) && options.nested() != NestedMode.FAIL) {
            row.put(column.column(), null, null, NestedJson.of("header " + column.source(), schema, value));
        } else {
            row.put(column.column(), null, schema, value);
        }
    }

    private void metadata(ColumnTarget row, SinkRecord record) {
        RecordOrigin origin = RecordOrigin.of(record);
        for (NamedColumn column : options.metadata()) {
            Object value = switch (column.source()) {
                case "topic" -> origin.partition().topic();
                case "partition" -> origin.partition().partition();
                case "offset" -> origin.offset();
                default -> record.timestamp();
            };
            row.put(column.column(), null, null, value);
        }
    }

    private void fields(ColumnTarget row, String prefix, @Nullable Schema schema, @Nullable Object value) {
        if (value instanceof Struct struct) {
            for (StructShapes.Part part : shapes.of(struct.schema())) {
                if (part.isPlain()) {
                    row.add(join(prefix, part.name()), part.schema(), part.in(struct));
                } else {
                    field(row, join(prefix, part.name()), part.schema(), part.in(struct));
                }
            }
        } else if (value instanceof Map<?, ?> map) {
            Schema values = schema == null ? null : schema.valueSchema();
            map.forEach((name, inner) -> field(row, join(prefix, columnName(name)), values, inner));
        } else if (value == null && schema != null && schema.type() == Schema.Type.STRUCT) {
            // A nested struct that is null has fields all the same, and an update may have to delete their columns.
            for (Field inner : schema.fields()) {
                field(row, join(prefix, inner.name()), inner.schema(), null);
            }
        }
    }

    private static String join(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + name;
    }

    private void field(ColumnTarget row, String name, @Nullable Schema schema, @Nullable Object value) {
        if (NestedJson.isNested(schema, value)) {
            nested(row, name, schema, value);
        } else if (value == null && isFlattened(schema)) {
            fields(row, name + options.separator(), schema, null);
        } else if (schema == null
                && options.schemaless() == SchemalessTypes.STRING
                && (value instanceof Number || value instanceof Boolean)) {
            row.add(name, null, value.toString());
        } else {
            row.add(name, schema, value);
        }
    }

    private boolean isFlattened(@Nullable Schema schema) {
        return options.nested() == NestedMode.FLATTEN
                && schema != null
                && schema.type() == Schema.Type.STRUCT
                && !DebeziumTypes.isDecimal(schema);
    }

    private void nested(ColumnTarget row, String name, @Nullable Schema schema, @Nullable Object value) {
        if (value == null || (options.nested() == NestedMode.FAIL)) {
            row.add(name, schema, value);
        } else if (options.nested() == NestedMode.FLATTEN && !(value instanceof List)) {
            if (!row.excludes(name)) {
                fields(row, name + options.separator(), schema, value);
            }
        } else if (row.includes(name)) {
            row.add(name, null, NestedJson.of("field " + name, schema, value));
        }
    }

    private static String columnName(@Nullable Object mapKey) {
        if (mapKey instanceof String name) {
            return name;
        }
        throw new BadRecord("the value is a map with a key of type "
                + (mapKey == null ? "null" : mapKey.getClass().getSimpleName())
                + ", and columns are named by the keys, so they must be strings");
    }
}
