package dev.sluice.tablestore;

import dev.sluice.benchmarks.JmhRatio;
import dev.sluice.benchmarks.TenFields;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.tablestore.row.RowWrite;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;

/**
 * What it costs to make a row of a record with ten fields, beside building the same row by hand. The promise is at most
 * twice as much; the mapper also checks the service's limits and works out the size in a request.
 *
 * <pre>
 * mvn -q -B -DskipTests -pl benchmarks -am package
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' dev.sluice.tablestore.MappingCost
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
public class MappingCost {
    /** Many, because a row that has just been made of the same record would be in the processor's cache. */
    private static final int RECORDS = 1_024;

    private static final Map<String, String> CONFIG = Map.of(
            "name", "bench",
            "topics", "t",
            "tablestore.endpoint", "http://127.0.0.1:1",
            "tablestore.instance.name", "bench",
            "primarykey.mode", "record_key",
            "tablestore.t.primarykey.name", "id",
            "tablestore.t.primarykey.type", "string");

    private final SinkRecord[] records = IntStream.range(0, RECORDS)
            .mapToObj(i ->
                    new SinkRecord("t", 0, TenFields.KEY, TenFields.key(i), TenFields.VALUE, TenFields.value(i), i))
            .toArray(SinkRecord[]::new);
    private final RecordMapper<RowWrite> mapper = mapper();
    private int next;

    private static RecordMapper<RowWrite> mapper() {
        TableStoreOptions options = TableStoreOptions.read(CONFIG);
        return options.mapper(options.tables(), InstantSource.system(), CONFIG);
    }

    private SinkRecord next() {
        return records[next++ & (RECORDS - 1)];
    }

    @Benchmark
    public Object byHand() {
        SinkRecord record = next();
        return TenFields.row("t", (Struct) record.key(), (Struct) record.value());
    }

    @Benchmark
    public Mapping<RowWrite> mapped() {
        return mapper.map(next());
    }

    public static void main(String[] args) throws RunnerException {
        new JmhRatio(MappingCost.class, "byHand").print("a row of ten fields", "mapped", 2.0);
    }
}
