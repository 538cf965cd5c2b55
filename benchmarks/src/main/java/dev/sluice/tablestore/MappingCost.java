package dev.sluice.tablestore;

import com.sun.management.ThreadMXBean;
import dev.sluice.benchmarks.SideBySide;
import dev.sluice.benchmarks.TenFields;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.tablestore.row.RowWrite;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What it costs to make a row of a record with ten fields, beside building the same row by hand. The promise is at most
 * twice as much; the mapper also checks the service's limits and works out the size in a request.
 *
 * <pre>
 * mvn -q -B -DskipTests -pl benchmarks -am package
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' dev.sluice.tablestore.MappingCost
 * </pre>
 */
public final class MappingCost {
    private static final int RECORDS = 1_000;
    private static final int TIMES = 200;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private MappingCost() {}

    public static void main(String[] args) {
        List<SinkRecord> records = IntStream.range(0, RECORDS)
                .mapToObj(i ->
                        new SinkRecord("t", 0, TenFields.KEY, TenFields.key(i), TenFields.VALUE, TenFields.value(i), i))
                .toList();
        Map<String, String> config = Map.of(
                "name", "bench",
                "topics", "t",
                "tablestore.endpoint", "http://127.0.0.1:1",
                "tablestore.instance.name", "bench",
                "primarykey.mode", "record_key",
                "tablestore.t.primarykey.name", "id",
                "tablestore.t.primarykey.type", "string");
        TableStoreOptions options = TableStoreOptions.read(config);
        RecordMapper<RowWrite> mapper = options.mapper(options.tables(), InstantSource.system(), config);
        Alternative byHand = new Alternative(
                "by hand", records, record -> TenFields.row("t", (Struct) record.key(), (Struct) record.value()));
        Alternative mapped = new Alternative("the mapper", records, mapper::map);
        SideBySide.compare("a row of ten fields", List.of(byHand, mapped));
        System.out.printf(
                "  allocated: by hand %d bytes, the mapper %d bytes%n", byHand.allocated(), mapped.allocated());
    }

    private static final class Alternative implements SideBySide.Alternative {
        private final String name;
        private final List<SinkRecord> records;
        private final Function<SinkRecord, Object> work;
        /** The last one made: what is kept cannot be optimised away. */
        private volatile @Nullable Object made;

        Alternative(String name, List<SinkRecord> records, Function<SinkRecord, Object> work) {
            this.name = name;
            this.records = records;
            this.work = work;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long round() {
            for (int i = 0; i < TIMES; i++) {
                for (SinkRecord record : records) {
                    made = work.apply(record);
                }
            }
            return (long) TIMES * RECORDS;
        }

        /** Bytes for one record. */
        long allocated() {
            Objects.requireNonNull(made, "rounds come first");
            long before = THREADS.getCurrentThreadAllocatedBytes();
            long operations = round();
            return (THREADS.getCurrentThreadAllocatedBytes() - before) / operations;
        }
    }
}
