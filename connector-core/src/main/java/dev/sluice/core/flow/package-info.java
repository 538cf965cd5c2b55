/** The one pipeline: the only package that knows all the others. */
@NullMarked
package dev.sluice.core.flow;

import org.jspecify.annotations.NullMarked;
