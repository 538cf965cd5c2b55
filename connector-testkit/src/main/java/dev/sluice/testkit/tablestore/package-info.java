@NullMarked
package dev.sluice.testkit.tablestore;

import org.jspecify.annotations.NullMarked;
