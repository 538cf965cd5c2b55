/** How records become the bytes of an object. Knows nothing of keys, buckets or when an object is finished. */
@NullMarked
package dev.sluice.oss.format;

import org.jspecify.annotations.NullMarked;
