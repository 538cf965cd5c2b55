/** JUnit 5: annotations that start the clouds and Kafka for a test and end them after it. */
@NullMarked
package dev.sluice.testkit.junit;

import org.jspecify.annotations.NullMarked;
