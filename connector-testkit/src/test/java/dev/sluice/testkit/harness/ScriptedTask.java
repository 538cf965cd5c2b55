package dev.sluice.testkit.harness;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** A task that notes each call, and does what the test says. */
final class ScriptedTask extends SinkTask {
    final List<String> calls = new ArrayList<>();
    final List<List<String>> puts = new ArrayList<>();
    final List<Future<Void>> reports = new ArrayList<>();
    Consumer<Collection<SinkRecord>> onPut = records -> {};
    UnaryOperator<Map<TopicPartition, OffsetAndMetadata>> onPreCommit = offsets -> offsets;

    SinkTaskContext context() {
        return context;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void start(Map<String, String> props) {
        calls.add("start");
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        calls.add("open " + partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        puts.add(records.stream().map(record -> (String) record.value()).toList());
        onPut.accept(records);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        calls.add("preCommit");
        return onPreCommit.apply(new HashMap<>(offsets));
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        calls.add("close " + partitions);
    }

    @Override
    public void stop() {
        calls.add("stop");
    }
}
