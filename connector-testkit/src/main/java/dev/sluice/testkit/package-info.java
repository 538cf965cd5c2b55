/** Everything that tests a sink without a cloud account: emulators, a Connect harness and cluster, faults, assertions. */
@NullMarked
package dev.sluice.testkit;

import org.jspecify.annotations.NullMarked;
