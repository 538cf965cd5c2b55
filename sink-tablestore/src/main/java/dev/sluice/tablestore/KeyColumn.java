package dev.sluice.tablestore;

/** One column of a primary key. */
record KeyColumn(String name, KeyType type) {
    @Override
    public String toString() {
        return name + " " + type;
    }
}
