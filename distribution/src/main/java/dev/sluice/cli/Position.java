package dev.sluice.cli;

/** Where Kafka keeps a record: what tells two records apart, whatever they say. */
record Position(String topic, int partition, long offset) {

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
