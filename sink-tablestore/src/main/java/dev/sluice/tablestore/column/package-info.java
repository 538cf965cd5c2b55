/** What of a record becomes columns, of a row or of a time series. */
@NullMarked
package dev.sluice.tablestore.column;

import org.jspecify.annotations.NullMarked;
