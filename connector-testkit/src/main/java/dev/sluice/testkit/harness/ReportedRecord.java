package dev.sluice.testkit.harness;

import org.apache.kafka.connect.sink.SinkRecord;

/** A record that the task gave to Connect's errant record reporter, and why. */
public record ReportedRecord(SinkRecord record, Throwable error) {}
