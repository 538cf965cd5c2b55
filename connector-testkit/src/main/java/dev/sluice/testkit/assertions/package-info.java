/** AssertJ assertions on what a sink stored and committed: start at {@code SluiceAssertions.assertThat}. */
@NullMarked
package dev.sluice.testkit.assertions;

import org.jspecify.annotations.NullMarked;
