@NullMarked
package dev.sluice.tablestore;

import org.jspecify.annotations.NullMarked;
