/** Measurements that reach into the OSS sink, so they are in its package. */
@NullMarked
package dev.sluice.oss.format;

import org.jspecify.annotations.NullMarked;
