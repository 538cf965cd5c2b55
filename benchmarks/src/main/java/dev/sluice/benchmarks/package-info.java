/** Measurements. Each prints ratios of alternatives that ran side by side in one run; none asserts a time. */
@NullMarked
package dev.sluice.benchmarks;

import org.jspecify.annotations.NullMarked;
