/** Which Kafka offsets are safe to commit. */
@NullMarked
package dev.sluice.core.offset;

import org.jspecify.annotations.NullMarked;
