/** Rows on their way into tables, and what became of them. */
@NullMarked
package dev.sluice.tablestore.write;

import org.jspecify.annotations.NullMarked;
