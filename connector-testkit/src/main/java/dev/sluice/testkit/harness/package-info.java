/** Runs a sink task by Connect's rules, without a worker and without a broker. */
@NullMarked
package dev.sluice.testkit.harness;

import org.jspecify.annotations.NullMarked;
