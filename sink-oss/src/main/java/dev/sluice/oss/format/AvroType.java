package dev.sluice.oss.format;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Writes Connect values of one schema in Avro's binary encoding. */
interface AvroType {

    /**
     * @param value of the Java type that Connect has for the schema; null only for {@link #nullable}
     * @throws org.apache.kafka.connect.errors.DataException when the value does not fit
     * @throws ClassCastException when the value is not of the schema's type
     */
    void write(@Nullable Object value, ByteSink into);

    /** For a type that takes no null. */
    static <T> AvroType of(String field, Function<Object, T> cast, Writer<T> writer) {
        return (value, into) -> writer.write(cast.apply(RowValues.required(field, value)), into);
    }

    /** Writes what is not null. */
    interface Writer<T> {
        void write(T value, ByteSink into);
    }

    /** A union of null and the type. */
    static AvroType nullable(AvroType type) {
        return (value, into) -> {
            if (value == null) {
                AvroBinary.writeLong(0, into);
            } else {
                AvroBinary.writeLong(1, into);
                type.write(value, into);
            }
        };
    }

    static AvroType array(String field, AvroType element) {
        return of(field, value -> (List<?>) value, (list, into) -> {
            if (!list.isEmpty()) {
                AvroBinary.writeLong(list.size(), into);
                for (Object one : list) {
                    element.write(one, into);
                }
            }
            AvroBinary.writeLong(0, into);
        });
    }

    static AvroType map(String field, AvroType key, AvroType value) {
        return of(field, given -> (Map<?, ?>) given, (map, into) -> {
            if (!map.isEmpty()) {
                AvroBinary.writeLong(map.size(), into);
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    key.write(entry.getKey(), into);
                    value.write(entry.getValue(), into);
                }
            }
            AvroBinary.writeLong(0, into);
        });
    }

    static AvroType struct(String field, List<Field> fields, List<AvroType> types) {
        return of(field, Struct.class::cast, (struct, into) -> {
            for (int i = 0; i < types.size(); i++) {
                types.get(i).write(RowShape.valueOf(struct, fields.get(i)), into);
            }
        });
    }
}
