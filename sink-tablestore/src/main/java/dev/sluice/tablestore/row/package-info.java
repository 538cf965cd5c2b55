/** A record as a row of a table, held to the service's limits. */
@NullMarked
package dev.sluice.tablestore.row;

import org.jspecify.annotations.NullMarked;
