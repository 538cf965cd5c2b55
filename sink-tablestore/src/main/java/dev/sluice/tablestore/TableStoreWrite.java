package dev.sluice.tablestore;

/** What Tablestore stores for one record, in one of its two data models. Immutable once mapped. */
public sealed interface TableStoreWrite permits RowWrite, SeriesWrite {}
