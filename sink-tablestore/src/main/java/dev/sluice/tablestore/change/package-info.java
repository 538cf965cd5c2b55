/** What a record says has happened to a row: plain records, and change events of Debezium. */
@NullMarked
package dev.sluice.tablestore.change;

import org.jspecify.annotations.NullMarked;
