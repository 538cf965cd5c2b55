package dev.sluice.testkit.tablestore;

import java.util.List;

/** Decides by a row's columns; used for reads and for the conditions of writes. Pure. */
@FunctionalInterface
interface RowFilter {

    /** @param cells by name, newest version first */
    boolean matches(List<Cell> key, List<Cell> cells);
}
