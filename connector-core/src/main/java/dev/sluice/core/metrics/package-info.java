/** Counters of a task, and their JMX form. */
@NullMarked
package dev.sluice.core.metrics;

import org.jspecify.annotations.NullMarked;
