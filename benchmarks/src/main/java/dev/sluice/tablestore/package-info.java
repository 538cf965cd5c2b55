/** Measurements that reach into the Tablestore sink, so they are in its package. */
@NullMarked
package dev.sluice.tablestore;

import org.jspecify.annotations.NullMarked;
