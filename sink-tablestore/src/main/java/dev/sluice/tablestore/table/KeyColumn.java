package dev.sluice.tablestore.table;

/**
 * One column of a primary key.
 *
 * @param name as the table has it
 * @param type what it holds
 * @param field where a record has its value: the name of a field, or a path with dots
 */
public record KeyColumn(String name, KeyType type, String field) {

    /**
     * A column that has the name of its field.
     *
     * @param name of both
     * @param type what it holds
     */
    public KeyColumn(String name, KeyType type) {
        this(name, type, name);
    }

    /**
     * Reads {@code field} or {@code field:name}; dots in a field become underscores in the name.
     *
     * @param item as it is written in a config
     * @param type what it holds
     * @return with a name that may be none yet
     */
    public static KeyColumn parse(String item, KeyType type) {
        int colon = item.lastIndexOf(':');
        String field = (colon < 0 ? item : item.substring(0, colon)).trim();
        String name =
                colon < 0 ? field.replace('.', '_') : item.substring(colon + 1).trim();
        return new KeyColumn(field.isEmpty() ? "" : name, type, field);
    }

    @Override
    public String toString() {
        return name + " " + type;
    }
}
