package dev.sluice.tablestore.column;

import dev.sluice.tablestore.value.FieldReader;
import java.util.IdentityHashMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The fields of structs, with what is the same for all records of a schema and need not be asked for each. Schemas are told
 * apart by identity, because comparing two takes longer than what is saved; a converter gives the records of one schema the
 * same object. For one thread.
 */
final class StructShapes {
    private static final int AT_MOST = 1_000;

    private final IdentityHashMap<Schema, Part[]> known = new IdentityHashMap<>();
    private @Nullable Schema last;
    private Part[] partsOfLast = {};

    /** A field. */
    static final class Part {
        private final Field field;
        private final String name;
        private final Schema schema;
        private final boolean plain;

        private Part(Field field) {
            this.field = field;
            this.name = field.name();
            this.schema = field.schema();
            this.plain = schema.type().isPrimitive() && schema.defaultValue() == null;
        }

        String name() {
            return name;
        }

        Schema schema() {
            return schema;
        }

        /** Its values have nothing inside, and no default. */
        boolean isPlain() {
            return plain;
        }

        /** Null when the struct has none. */
        @Nullable
        Object in(Struct struct) {
            return plain ? struct.get(field) : FieldReader.valueOf(struct, field);
        }
    }

    /** The fields in order; not to be changed. */
    Part[] of(Schema schema) {
        if (schema != last) {
            partsOfLast = find(schema);
            last = schema;
        }
        return partsOfLast;
    }

    private Part[] find(Schema schema) {
        Part[] parts = known.get(schema);
        if (parts == null) {
            parts = schema.fields().stream().map(Part::new).toArray(Part[]::new);
            if (known.size() >= AT_MOST) {
                known.clear(); // a converter that makes a new schema for each record
            }
            known.put(schema, parts);
        }
        return parts;
    }
}
