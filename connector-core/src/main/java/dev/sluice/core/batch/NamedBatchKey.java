package dev.sluice.core.batch;

record NamedBatchKey(String name) implements BatchKey {
    @Override
    public String toString() {
        return name;
    }
}
