/** Options that belong to a table, and forms that several options share. */
@NullMarked
package dev.sluice.tablestore.config;

import org.jspecify.annotations.NullMarked;
