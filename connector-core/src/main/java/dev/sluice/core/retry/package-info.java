/** When a failed batch is sent again. */
@NullMarked
package dev.sluice.core.retry;

import org.jspecify.annotations.NullMarked;
