package dev.sluice.testkit.harness;

import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A record that the task gave to Connect's errant record reporter, and why.
 *
 * @param record as the task gave it
 * @param error as the task gave it; Connect writes it into headers of the dead letter, its message included
 */
public record ReportedRecord(SinkRecord record, Throwable error) {}
