/** Where a sink author starts: a {@link dev.sluice.core.SinkDefinition} is all that a sink has to supply. */
@NullMarked
package dev.sluice.core;

import org.jspecify.annotations.NullMarked;
