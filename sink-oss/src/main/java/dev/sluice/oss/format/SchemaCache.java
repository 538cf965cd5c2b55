package dev.sluice.oss.format;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was made of each schema, so that it is made once and not for each record. */
final class SchemaCache<K, V> {
    private static final int MOST_SCHEMAS = 1000;

    private final Map<K, V> known = new HashMap<>();
    private final Function<K, V> maker;
    private @Nullable K last;
    private @Nullable V madeOfLast;

    SchemaCache(Function<K, V> maker) {
        this.maker = maker;
    }

    @SuppressWarnings("ReferenceEquality") // another one that is equal takes the longer way
    V get(K schema) {
        V latest = madeOfLast;
        if (latest != null && schema == last) {
            return latest;
        }
        V made = known.get(schema);
        if (made == null) {
            if (known.size() == MOST_SCHEMAS) {
                // Schemas that never come again must not stay for ever; one that does is made anew.
                known.clear();
            }
            made = maker.apply(schema);
            known.put(schema, made);
        }
        last = schema;
        madeOfLast = made;
        return made;
    }
}
