package dev.sluice.tablestore.table;

/**
 * One column of a primary key.
 *
 * @param name as the table has it
 * @param type what it holds
 */
public record KeyColumn(String name, KeyType type) {
    @Override
    public String toString() {
        return name + " " + type;
    }
}
