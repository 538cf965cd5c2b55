/** Records as rows of time series, from their options to the request. */
@NullMarked
package dev.sluice.tablestore.series;

import org.jspecify.annotations.NullMarked;
