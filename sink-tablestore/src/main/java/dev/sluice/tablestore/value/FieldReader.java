package dev.sluice.tablestore.value;

import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Gets a field of a record's key or value by name, whether it is a Struct or a Map. */
public final class FieldReader {
    private FieldReader() {}

    /**
     * A field that is there; its value may be null.
     *
     * @param schema null when it has none
     * @param value null when the record has none
     */
    public record Found(@Nullable Schema schema, @Nullable Object value) {}

    /**
     * Whether the value has fields at all.
     *
     * @param value a Struct or a Map
     * @return true for a Struct and a Map
     */
    public static boolean hasFields(@Nullable Object value) {
        return value instanceof Struct || value instanceof Map;
    }

    /**
     * Null when there is no such field.
     *
     * @param schema null when there is none
     * @param value a Struct or a Map
     * @param name of the field
     * @return the field, perhaps with null as its value
     */
    public static @Nullable Found field(@Nullable Schema schema, Object value, String name) {
        if (value instanceof Struct struct) {
            Field field = struct.schema().field(name);
            return field == null ? null : new Found(field.schema(), valueOf(struct, field));
        }
        Map<?, ?> map = (Map<?, ?>) value;
        if (!map.containsKey(name)) {
            return null;
        }
        return new Found(schema == null ? null : schema.valueSchema(), map.get(name));
    }

    /**
     * A field by its name, or by a path with dots from the outside in. A field whose own name has the dots wins.
     *
     * @param schema null when there is none
     * @param value anything; only a Struct and a Map have fields
     * @param path names, joined by dots
     * @return the field, perhaps with null as its value; null when there is no such field, or nothing around it
     */
    public static @Nullable Found at(@Nullable Schema schema, @Nullable Object value, String path) {
        if (value == null || !hasFields(value)) {
            return null;
        }
        Found whole = field(schema, value, path);
        for (int dot = path.indexOf('.'); whole == null && dot >= 0; dot = path.indexOf('.', dot + 1)) {
            Found outer = field(schema, value, path.substring(0, dot));
            whole = outer == null ? null : at(outer.schema(), outer.value(), path.substring(dot + 1));
        }
        return whole;
    }

    /**
     * Without defaults: whether a null becomes the default is the converter's decision, which it has made.
     *
     * @param struct has the field
     * @param field one of the struct's
     * @return null when the record has none
     */
    public static @Nullable Object valueOf(Struct struct, Field field) {
        // By its place where that gives the same; by its name takes a look-up.
        return field.schema().defaultValue() == null ? struct.get(field) : struct.getWithoutDefault(field.name());
    }
}
