/** How a record gets the primary key of its row. */
@NullMarked
package dev.sluice.tablestore.key;

import org.jspecify.annotations.NullMarked;
