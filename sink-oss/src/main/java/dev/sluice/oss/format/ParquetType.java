package dev.sluice.oss.format;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores Connect values of one schema. In two steps: what can fail is done for the whole record before the writer sees any of
 * it, because a writer that stops in the middle of a record is of no more use.
 */
interface ParquetType {

    /**
     * The value in the form that {@link #write} takes.
     *
     * @throws DataException when the value does not fit
     * @throws ClassCastException when the value is not of the schema's type
     */
    Object take(Object value);

    /** Never fails. */
    void write(Object taken, RecordConsumer to);

    /** How a taken value is written. */
    interface Writer<T> {
        void write(RecordConsumer to, T taken);
    }

    static <T> ParquetType of(Class<T> type, Function<Object, T> take, Writer<T> writer) {
        return new ParquetType() {
            @Override
            public Object take(Object value) {
                return take.apply(value);
            }

            @Override
            public void write(Object taken, RecordConsumer to) {
                writer.write(to, type.cast(taken));
            }
        };
    }

    /** A named value that may be missing. */
    record Member(String name, ParquetType type, boolean nullable) {
        @Nullable
        Object take(@Nullable Object value) {
            return value == null && nullable ? null : type.take(RowValues.required(name, value));
        }

        void write(int index, @Nullable Object taken, RecordConsumer to) {
            if (taken != null) {
                to.startField(name, index);
                type.write(taken, to);
                to.endField(name, index);
            }
        }
    }

    static ParquetType list(Member element) {
        return of(
                Object[].class,
                value -> {
                    List<?> list = (List<?>) value;
                    @Nullable Object[] taken = new Object[list.size()];
                    for (int i = 0; i < taken.length; i++) {
                        taken[i] = element.take(list.get(i));
                    }
                    return taken;
                },
                (to, taken) -> {
                    to.startGroup();
                    if (taken.length > 0) {
                        to.startField("list", 0);
                        for (Object one : taken) {
                            to.startGroup();
                            element.write(0, one, to);
                            to.endGroup();
                        }
                        to.endField("list", 0);
                    }
                    to.endGroup();
                });
    }

    static ParquetType map(Member key, Member value) {
        return of(
                Object[].class,
                given -> {
                    Map<?, ?> map = (Map<?, ?>) given;
                    @Nullable Object[] taken = new Object[2 * map.size()];
                    int next = 0;
                    for (Map.Entry<?, ?> entry : map.entrySet()) {
                        taken[next++] = key.take(entry.getKey());
                        taken[next++] = value.take(entry.getValue());
                    }
                    return taken;
                },
                (to, taken) -> {
                    to.startGroup();
                    if (taken.length > 0) {
                        to.startField("key_value", 0);
                        for (int i = 0; i < taken.length; i += 2) {
                            to.startGroup();
                            key.write(0, taken[i], to);
                            value.write(1, taken[i + 1], to);
                            to.endGroup();
                        }
                        to.endField("key_value", 0);
                    }
                    to.endGroup();
                });
    }

    static ParquetType struct(List<Field> fields, List<Member> members) {
        return of(
                Object[].class,
                value -> {
                    Struct struct = (Struct) value;
                    @Nullable Object[] taken = new Object[members.size()];
                    for (int i = 0; i < taken.length; i++) {
                        taken[i] = members.get(i).take(RowShape.valueOf(struct, fields.get(i)));
                    }
                    return taken;
                },
                (to, taken) -> {
                    to.startGroup();
                    writeAll(members, taken, to);
                    to.endGroup();
                });
    }

    static void writeAll(List<Member> members, @Nullable Object[] taken, RecordConsumer to) {
        for (int i = 0; i < taken.length; i++) {
            members.get(i).write(i, taken[i], to);
        }
    }
}
