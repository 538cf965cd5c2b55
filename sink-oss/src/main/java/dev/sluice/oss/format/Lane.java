package dev.sluice.oss.format;

import org.jspecify.annotations.Nullable;

/** Which of the objects that are open under one path a record belongs to. Equal by its id. */
public final class Lane {
    /** The lane of every record, in formats whose objects have no schema. */
    public static final Lane ANY = new Lane("", null);

    private final String id;
    private final @Nullable RowSchema schema;

    private Lane(String id, @Nullable RowSchema schema) {
        this.id = id;
        this.schema = schema;
    }

    static Lane of(RowSchema schema) {
        return new Lane(schema.fingerprint(), schema);
    }

    /**
     * A lane of a format that keeps its schemas itself.
     *
     * @param id not empty; stands for the schema's content: the same in every task and after a restart
     */
    public static Lane named(String id) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a lane's id must not be empty");
        }
        return new Lane(id, null);
    }

    /** The same for the same schema, in every task and after a restart; empty for {@link #ANY}. */
    public String id() {
        return id;
    }

    RowSchema schema() {
        if (schema == null) {
            throw new IllegalStateException("the lane has no schema of ours");
        }
        return schema;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Lane lane && lane.id.equals(id));
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id;
    }
}
