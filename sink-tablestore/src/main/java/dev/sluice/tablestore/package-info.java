/**
 * The sink for Alibaba Cloud Tablestore: each record becomes a row. Here are the connector, its task, and all options together;
 * the parts are in packages below, in the order in which a record meets them: {@code routing} (which table), {@code change}
 * (what has happened to a row), {@code key} and {@code column} (what the row is made of), {@code row} or {@code series}, and
 * {@code write} with {@code client}. What they share is in {@code table}, {@code config} and {@code value}. No two packages
 * need each other, and none needs this one.
 */
@NullMarked
package dev.sluice.tablestore;

import org.jspecify.annotations.NullMarked;
