package dev.sluice.oss.format;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** A schema's content as text: equal for schemas that store the same bytes. */
final class SchemaText {
    /** Few enough for any thread's stack; a schema that contains itself is found by it too. */
    static final int MAX_DEPTH = 100;

    private final StringBuilder text = new StringBuilder();

    private SchemaText() {}

    static String fingerprint(String name, List<RowSchema.Column> columns) {
        SchemaText all = new SchemaText();
        all.add(name);
        for (RowSchema.Column column : columns) {
            all.add(column.name());
            all.text.append(column.nullable() ? '?' : '!');
            all.add(column.schema(), 0);
        }
        return Hashing.sha256()
                .hashString(all.text, StandardCharsets.UTF_8)
                .toString()
                .substring(0, 32);
    }

    /** With its length, so no name can look like the end of another. */
    private void add(@Nullable String name) {
        String given = name == null ? "" : name;
        text.append(given.length()).append(':').append(given);
    }

    private void add(Schema schema, int depth) {
        if (depth == MAX_DEPTH) {
            throw new DataException("the schema is nested more than " + MAX_DEPTH + " levels deep");
        }
        text.append(schema.type()).append(schema.isOptional() ? '?' : '!');
        add(schema.name());
        if (schema.parameters() != null) {
            new TreeMap<>(schema.parameters()).forEach((key, value) -> {
                add(key);
                add(value);
            });
        }
        text.append('(');
        switch (schema.type()) {
            case ARRAY -> add(schema.valueSchema(), depth + 1);
            case MAP -> {
                add(schema.keySchema(), depth + 1);
                add(schema.valueSchema(), depth + 1);
            }
            case STRUCT -> {
                for (Field field : schema.fields()) {
                    add(field.name());
                    add(field.schema(), depth + 1);
                }
            }
            default -> {
                // Nothing inside.
            }
        }
        text.append(')');
    }
}
