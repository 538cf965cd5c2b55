/**
 * A real Kafka broker and real distributed Connect workers, each its own operating-system process, for tests that need
 * what only the real thing shows: plugin isolation, rebalances, REST, and what is left after a kill.
 */
@NullMarked
package dev.sluice.testkit.connect;

import org.jspecify.annotations.NullMarked;
