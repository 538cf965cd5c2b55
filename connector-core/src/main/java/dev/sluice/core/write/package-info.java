/** Sending a batch, and what came of it. */
@NullMarked
package dev.sluice.core.write;

import org.jspecify.annotations.NullMarked;
