package dev.sluice.tablestore.table;

/** Which row or series of which table: what writes have to keep their order by. The hash is kept, because it is asked for often. */
public final class OrderingKey {
    private final String table;
    private final Object key;
    private final int hash;

    /**
     * Takes both as they are.
     *
     * @param table its name
     * @param key the row's or the series'; equal ones are the same row or series
     */
    public OrderingKey(String table, Object key) {
        this.table = table;
        this.key = key;
        this.hash = 31 * table.hashCode() + key.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OrderingKey that
                && hash == that.hash
                && table.equals(that.table)
                && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The table only: keys are content. */
    @Override
    public String toString() {
        return "a key of " + table;
    }
}
