/** What every sink built on the core has to pass. */
@NullMarked
package dev.sluice.testkit.conformance;

import org.jspecify.annotations.NullMarked;
