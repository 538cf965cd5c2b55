/** Which table a record goes to. */
@NullMarked
package dev.sluice.tablestore.routing;

import org.jspecify.annotations.NullMarked;
