/** Values of records as cells of the service, and what the service takes. */
@NullMarked
package dev.sluice.tablestore.value;

import org.jspecify.annotations.NullMarked;
