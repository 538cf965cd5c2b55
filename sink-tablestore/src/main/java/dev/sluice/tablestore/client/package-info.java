/** The service's client: how it is set up, what its answers and errors mean. */
@NullMarked
package dev.sluice.tablestore.client;

import org.jspecify.annotations.NullMarked;
