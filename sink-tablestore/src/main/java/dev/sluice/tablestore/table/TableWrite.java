package dev.sluice.tablestore.table;

/** What Tablestore stores for one record, in one of its two data models. Immutable once mapped. */
public interface TableWrite {}
