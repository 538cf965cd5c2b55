package dev.sluice.oss.format;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import dev.sluice.oss.format.ParquetType.Member;
import dev.sluice.oss.format.RowSchema.Column;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.ConversionPatterns;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** A row schema as a Parquet schema, and how each column is written. Lists and maps have three levels, as the format says. */
final class ParquetSchema {
    private static final int DECIMAL_BYTES = 16;
    private static final int MOST_DIGITS_OF_LONG = 18;

    // What is of the right class already is not boxed once more.
    private static final ParquetType LONG = ParquetType.of(
            Long.class,
            value -> value instanceof Long own ? own : Long.valueOf(((Number) value).longValue()),
            RecordConsumer::addLong);
    private static final ParquetType INTEGER = ParquetType.of(
            Integer.class,
            value -> value instanceof Integer own ? own : Integer.valueOf(((Number) value).intValue()),
            RecordConsumer::addInteger);

    private ParquetSchema() {}

    /** @param members one for each column */
    record Compiled(MessageType type, List<Member> members) {}

    private record Part(Type type, ParquetType writer) {}

    /** @throws DataException when there is no such Parquet schema */
    static Compiled compile(RowSchema schema) {
        List<Type> types = new ArrayList<>();
        List<Member> members = new ArrayList<>();
        for (Column column : schema.columns()) {
            add(column.name(), column.schema(), column.nullable(), types, members);
        }
        return new Compiled(new MessageType(schema.name().isEmpty() ? "Row" : schema.name(), types), members);
    }

    private static void add(String name, Schema schema, boolean nullable, List<Type> types, List<Member> members) {
        Part part = part(name, schema, nullable ? Repetition.OPTIONAL : Repetition.REQUIRED);
        types.add(part.type());
        members.add(new Member(name, part.writer(), nullable));
    }

    private static Part part(String name, Schema schema, Repetition repetition) {
        DebeziumTypes debezium = DebeziumTypes.of(schema);
        if (debezium != null) {
            return part(name, debezium, repetition);
        }
        String logical = schema.name() == null ? "" : schema.name();
        return switch (schema.type()) {
            case INT8 -> integer(name, repetition, intType(8, true));
            case INT16 -> integer(name, repetition, intType(16, true));
            case INT32 ->
                switch (logical) {
                    case Date.LOGICAL_NAME ->
                        new Part(
                                primitive(PrimitiveTypeName.INT32, dateType(), name, repetition),
                                ParquetType.of(Integer.class, RowValues::days, RecordConsumer::addInteger));
                    case Time.LOGICAL_NAME ->
                        new Part(
                                primitive(PrimitiveTypeName.INT32, timeType(true, TimeUnit.MILLIS), name, repetition),
                                ParquetType.of(
                                        Integer.class,
                                        value -> Math.toIntExact(RowValues.millis(value)),
                                        RecordConsumer::addInteger));
                    default -> integer(name, repetition, null);
                };
            case INT64 ->
                logical.equals(Timestamp.LOGICAL_NAME)
                        ? new Part(
                                primitive(
                                        PrimitiveTypeName.INT64,
                                        timestampType(true, TimeUnit.MILLIS),
                                        name,
                                        repetition),
                                ParquetType.of(Long.class, RowValues::millis, RecordConsumer::addLong))
                        : new Part(primitive(PrimitiveTypeName.INT64, null, name, repetition), LONG);
            case FLOAT32 ->
                new Part(
                        primitive(PrimitiveTypeName.FLOAT, null, name, repetition),
                        ParquetType.of(Float.class, Float.class::cast, RecordConsumer::addFloat));
            case FLOAT64 ->
                new Part(
                        primitive(PrimitiveTypeName.DOUBLE, null, name, repetition),
                        ParquetType.of(Double.class, Double.class::cast, RecordConsumer::addDouble));
            case BOOLEAN ->
                new Part(
                        primitive(PrimitiveTypeName.BOOLEAN, null, name, repetition),
                        ParquetType.of(Boolean.class, Boolean.class::cast, RecordConsumer::addBoolean));
            case STRING ->
                new Part(
                        primitive(PrimitiveTypeName.BINARY, stringType(), name, repetition),
                        binary(value -> Utf8.encode((String) value)));
            case BYTES ->
                RowValues.isDecimal(schema)
                        ? decimal(name, schema, repetition)
                        : new Part(
                                primitive(PrimitiveTypeName.BINARY, null, name, repetition), binary(RowValues::bytes));
            case ARRAY -> list(name, schema, repetition);
            case MAP -> map(name, schema, repetition);
            case STRUCT -> struct(name, schema, repetition);
        };
    }

    private static Part part(String name, DebeziumTypes debezium, Repetition repetition) {
        return switch (debezium) {
            case DATE -> integer(name, repetition, dateType());
            case TIME_MILLIS -> integer(name, repetition, timeType(true, TimeUnit.MILLIS));
            case TIME_MICROS -> number(name, repetition, timeType(true, TimeUnit.MICROS));
            case TIME_NANOS -> number(name, repetition, timeType(true, TimeUnit.NANOS));
            case TIMESTAMP_MILLIS -> number(name, repetition, timestampType(true, TimeUnit.MILLIS));
            case TIMESTAMP_MICROS -> number(name, repetition, timestampType(true, TimeUnit.MICROS));
            case TIMESTAMP_NANOS -> number(name, repetition, timestampType(true, TimeUnit.NANOS));
            case DECIMAL ->
                new Part(
                        primitive(PrimitiveTypeName.BINARY, stringType(), name, repetition),
                        binary(value -> Utf8.encode(DebeziumTypes.decimal(value).toString())));
        };
    }

    private static Part number(String name, Repetition repetition, LogicalTypeAnnotation logical) {
        return new Part(primitive(PrimitiveTypeName.INT64, logical, name, repetition), LONG);
    }

    private static Type primitive(
            PrimitiveTypeName type, @Nullable LogicalTypeAnnotation logical, String name, Repetition repetition) {
        return Types.primitive(type, repetition).as(logical).named(name);
    }

    private static Part integer(String name, Repetition repetition, @Nullable LogicalTypeAnnotation logical) {
        return new Part(primitive(PrimitiveTypeName.INT32, logical, name, repetition), INTEGER);
    }

    private interface Bytes {
        byte[] of(Object value);
    }

    private static ParquetType binary(Bytes bytes) {
        return ParquetType.of(
                Binary.class, value -> Binary.fromConstantByteArray(bytes.of(value)), RecordConsumer::addBinary);
    }

    private static Part decimal(String name, Schema schema, Repetition repetition) {
        int scale = RowValues.scaleOf(schema);
        int precision = RowValues.precisionOf(schema);
        if (precision <= MOST_DIGITS_OF_LONG) {
            return new Part(
                    primitive(PrimitiveTypeName.INT64, decimalType(scale, precision), name, repetition),
                    ParquetType.of(
                            Long.class,
                            value -> new BigInteger(RowValues.unscaled(value, precision, scale)).longValueExact(),
                            RecordConsumer::addLong));
        }
        Type type = Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(DECIMAL_BYTES)
                .as(decimalType(scale, precision))
                .named(name);
        return new Part(type, binary(value -> extended(RowValues.unscaled(value, precision, scale))));
    }

    private static byte[] extended(byte[] unscaled) {
        byte[] all = new byte[DECIMAL_BYTES];
        int from = DECIMAL_BYTES - unscaled.length;
        Arrays.fill(all, 0, from, unscaled[0] < 0 ? (byte) -1 : 0);
        System.arraycopy(unscaled, 0, all, from, unscaled.length);
        return all;
    }

    private static Part list(String name, Schema schema, Repetition repetition) {
        boolean nullable = schema.valueSchema().isOptional();
        Part element = part("element", schema.valueSchema(), nullable ? Repetition.OPTIONAL : Repetition.REQUIRED);
        return new Part(
                ConversionPatterns.listOfElements(repetition, name, element.type()),
                ParquetType.list(new Member("element", element.writer(), nullable)));
    }

    private static Part map(String name, Schema schema, Repetition repetition) {
        boolean nullable = schema.valueSchema().isOptional();
        Part key = part("key", schema.keySchema(), Repetition.REQUIRED);
        Part value = part("value", schema.valueSchema(), nullable ? Repetition.OPTIONAL : Repetition.REQUIRED);
        return new Part(
                ConversionPatterns.mapType(repetition, name, "key_value", key.type(), value.type()),
                ParquetType.map(new Member("key", key.writer(), false), new Member("value", value.writer(), nullable)));
    }

    private static Part struct(String name, Schema schema, Repetition repetition) {
        if (schema.fields().isEmpty()) {
            throw new DataException("field " + name + " is a struct without fields, which Parquet does not have");
        }
        List<Type> types = new ArrayList<>();
        List<Member> members = new ArrayList<>();
        for (Field field : schema.fields()) {
            add(field.name(), field.schema(), field.schema().isOptional(), types, members);
        }
        return new Part(
                Types.buildGroup(repetition)
                        .addFields(types.toArray(new Type[0]))
                        .named(name),
                ParquetType.struct(schema.fields(), members));
    }
}
