/** Option groups: keys are defined once and read once. */
@NullMarked
package dev.sluice.core.config;

import org.jspecify.annotations.NullMarked;
