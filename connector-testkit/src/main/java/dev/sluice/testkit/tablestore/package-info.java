/**
 * Tablestore's wide-column model in memory, behind a server that speaks its protocol: start at
 * {@code TableStoreEmulator}.
 */
@NullMarked
package dev.sluice.testkit.tablestore;

import org.jspecify.annotations.NullMarked;
