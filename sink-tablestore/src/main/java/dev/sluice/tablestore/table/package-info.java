/** What the config says of a table, and of one that has to be created. */
@NullMarked
package dev.sluice.tablestore.table;

import org.jspecify.annotations.NullMarked;
