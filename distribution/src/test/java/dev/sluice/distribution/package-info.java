/** Tests of what is installed: the zip, in real workers. */
@NullMarked
package dev.sluice.distribution;

import org.jspecify.annotations.NullMarked;
