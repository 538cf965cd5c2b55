/** The commit log of a partition: which objects it has, in which order they became so, and which offsets are in them. */
@NullMarked
package dev.sluice.oss.commit;

import org.jspecify.annotations.NullMarked;
