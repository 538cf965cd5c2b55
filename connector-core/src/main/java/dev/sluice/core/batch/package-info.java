/** Entries that travel together, and when a batch is closed. */
@NullMarked
package dev.sluice.core.batch;

import org.jspecify.annotations.NullMarked;
