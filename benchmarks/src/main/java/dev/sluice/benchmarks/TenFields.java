package dev.sluice.benchmarks;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** A record of ten fields by its number, and the row that the sink makes of it, built by hand. */
public final class TenFields {
    public static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).build();
    public static final Schema VALUE = schema();

    private TenFields() {}

    private static Schema schema() {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (int i = 0; i < 4; i++) {
            builder.field("s" + i, Schema.STRING_SCHEMA).field("i" + i, Schema.INT64_SCHEMA);
        }
        return builder.field("d", Schema.FLOAT64_SCHEMA)
                .field("b", Schema.BOOLEAN_SCHEMA)
                .build();
    }

    public static Struct key(int number) {
        return new Struct(KEY).put("id", "row-" + number);
    }

    public static Struct value(int number) {
        Struct struct = new Struct(VALUE);
        for (int i = 0; i < 4; i++) {
            struct.put("s" + i, "text " + number).put("i" + i, (long) number + i);
        }
        return struct.put("d", number / 3.0).put("b", true);
    }

    public static RowPutChange row(String table, int number) {
        return row(table, key(number), value(number));
    }

    /** The least that has to be done for a record that is there. */
    public static RowPutChange row(String table, Struct key, Struct value) {
        PrimaryKey primaryKey = PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn("id", PrimaryKeyValue.fromString(key.getString("id")))
                .build();
        RowPutChange row = new RowPutChange(table, primaryKey);
        row.addColumn("s0", ColumnValue.fromString(value.getString("s0")));
        row.addColumn("i0", ColumnValue.fromLong(value.getInt64("i0")));
        row.addColumn("s1", ColumnValue.fromString(value.getString("s1")));
        row.addColumn("i1", ColumnValue.fromLong(value.getInt64("i1")));
        row.addColumn("s2", ColumnValue.fromString(value.getString("s2")));
        row.addColumn("i2", ColumnValue.fromLong(value.getInt64("i2")));
        row.addColumn("s3", ColumnValue.fromString(value.getString("s3")));
        row.addColumn("i3", ColumnValue.fromLong(value.getInt64("i3")));
        row.addColumn("d", ColumnValue.fromDouble(value.getFloat64("d")));
        return row.addColumn("b", ColumnValue.fromBoolean(value.getBoolean("b")));
    }
}
