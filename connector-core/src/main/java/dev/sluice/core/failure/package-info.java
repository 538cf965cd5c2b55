/** What can go wrong, in the four kinds that decide what happens next. */
@NullMarked
package dev.sluice.core.failure;

import org.jspecify.annotations.NullMarked;
