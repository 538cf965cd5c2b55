/** What happens to a record that the destination will never take. */
@NullMarked
package dev.sluice.core.tolerance;

import org.jspecify.annotations.NullMarked;
