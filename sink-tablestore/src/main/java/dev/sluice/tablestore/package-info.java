/** The sink for Alibaba Cloud Tablestore: each record becomes a row. */
@NullMarked
package dev.sluice.tablestore;

import org.jspecify.annotations.NullMarked;
