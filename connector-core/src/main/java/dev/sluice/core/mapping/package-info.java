/** From Kafka records to entries. */
@NullMarked
package dev.sluice.core.mapping;

import org.jspecify.annotations.NullMarked;
