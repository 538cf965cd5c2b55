package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.Direction;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RangeIteratorParameter;
import com.alicloud.openservices.tablestore.model.ReservedThroughput;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Any history of writes, with restarts between them, leaves the rows that a simple model says. */
class RowHistoryProperties {
    private static final String TABLE = EmulatorFixture.TABLE;
    private static final int MAX_VERSIONS = 2;

    private enum Kind {
        PUT,
        PUT_IF_THERE,
        PUT_IF_NOT_THERE,
        BATCH,
        SET,
        INCREMENT,
        DELETE_COLUMN,
        DELETE_VERSION,
        DELETE_ROW,
        RESTART
    }

    private record Step(Kind kind, String row, String column, long version, long value) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(Kind.RESTART)),
                Tuple.of(30, Arbitraries.of(Kind.class).filter(kind -> kind != Kind.RESTART)));
        return Combinators.combine(
                        kinds,
                        Arbitraries.of("r1", "r2", "r3"),
                        Arbitraries.of("a", "b"),
                        Arbitraries.longs().between(1, 4),
                        Arbitraries.longs().between(-9, 9))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 40)
    void theRowsAreThoseOfTheModel(@ForAll("histories") List<Step> history) throws IOException {
        Path folder = Files.createTempDirectory("rows");
        Server server = new Server(folder);
        try {
            server.start();
            server.createTable();
            RowModel model = new RowModel(MAX_VERSIONS);
            for (Step step : history) {
                if (step.kind() == Kind.RESTART) {
                    server.stop();
                    server.start();
                } else {
                    write(server.client(), model, step, server.clock.millis());
                }
            }
            assertThat(server.rows()).isEqualTo(model.rows());
            server.stop();
            server.start();
            assertThat(server.rows()).isEqualTo(model.rows());
        } finally {
            server.stop();
            delete(folder);
        }
    }

    private static void write(SyncClient client, RowModel model, Step step, long now) {
        String row = step.row();
        Map<String, Long> columns = Map.of(step.column(), step.value());
        switch (step.kind()) {
            case PUT, PUT_IF_THERE, PUT_IF_NOT_THERE -> {
                RowPutChange change = put(row, step);
                boolean allowed = step.kind() == Kind.PUT || model.has(row) == (step.kind() == Kind.PUT_IF_THERE);
                if (step.kind() != Kind.PUT) {
                    change.setCondition(new Condition(
                            step.kind() == Kind.PUT_IF_THERE
                                    ? RowExistenceExpectation.EXPECT_EXIST
                                    : RowExistenceExpectation.EXPECT_NOT_EXIST));
                }
                TableStoreException refusal =
                        allowed ? null : EmulatorFixture.refusal(() -> client.putRow(new PutRowRequest(change)));
                if (refusal == null) {
                    client.putRow(new PutRowRequest(change));
                    model.put(row, columns, step.version());
                } else {
                    assertThat(refusal.getErrorCode()).isEqualTo("OTSConditionCheckFail");
                }
            }
            case BATCH -> {
                batch(client, put(row, step), new RowDeleteChange(TABLE, EmulatorFixture.key("r0")));
                model.put(row, columns, step.version());
            }
            case SET -> {
                update(client, new RowUpdateChange(TABLE, EmulatorFixture.key(row)).put(column(step)));
                model.set(row, step.column(), step.version(), step.value());
            }
            case INCREMENT -> {
                update(client, new RowUpdateChange(TABLE, EmulatorFixture.key(row)).increment(column(step)));
                // The client sends no version with an increment.
                model.increment(row, step.column(), now, step.value());
            }
            case DELETE_COLUMN -> {
                update(client, new RowUpdateChange(TABLE, EmulatorFixture.key(row)).deleteColumns(step.column()));
                model.deleteColumn(row, step.column());
            }
            case DELETE_VERSION -> {
                update(
                        client,
                        new RowUpdateChange(TABLE, EmulatorFixture.key(row))
                                .deleteColumn(step.column(), step.version()));
                model.deleteVersion(row, step.column(), step.version());
            }
            case DELETE_ROW -> {
                client.deleteRow(new DeleteRowRequest(new RowDeleteChange(TABLE, EmulatorFixture.key(row))));
                model.delete(row);
            }
            case RESTART -> throw new IllegalArgumentException("no write");
        }
    }

    private static Column column(Step step) {
        return new Column(step.column(), ColumnValue.fromLong(step.value()), step.version());
    }

    private static RowPutChange put(String row, Step step) {
        return EmulatorFixture.put(row, column(step));
    }

    private static void batch(SyncClient client, RowChange... changes) {
        BatchWriteRowRequest request = new BatchWriteRowRequest();
        for (RowChange change : changes) {
            request.addRowChange(change);
        }
        assertThat(client.batchWriteRow(request).isAllSucceed()).isTrue();
    }

    private static void update(SyncClient client, RowUpdateChange change) {
        client.updateRow(new UpdateRowRequest(change));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** An emulator on a folder, and its client. */
    private static final class Server {
        private final Path folder;
        private final InstantSource clock = InstantSource.fixed(Instant.now());
        private @Nullable TableStoreEmulator emulator;
        private @Nullable SyncClient client;

        Server(Path folder) {
            this.folder = folder;
        }

        void start() {
            emulator = TableStoreEmulator.builder()
                    .folder(folder)
                    .latency(Duration.ofNanos(300_000))
                    .clock(clock)
                    .build();
            emulator.start();
            client = emulator.client();
        }

        void stop() {
            if (emulator != null) {
                client().shutdown();
                emulator.close();
                emulator = null;
            }
        }

        SyncClient client() {
            return Objects.requireNonNull(client);
        }

        void createTable() {
            TableMeta meta = new TableMeta(TABLE);
            meta.addPrimaryKeyColumn("id", PrimaryKeyType.STRING);
            client().createTable(new CreateTableRequest(
                    meta,
                    new TableOptions(-1, MAX_VERSIONS, EmulatorFixture.ANY_VERSION),
                    new ReservedThroughput(new CapacityUnit(0, 0))));
        }

        NavigableMap<String, NavigableMap<String, NavigableMap<Long, Long>>> rows() {
            RangeIteratorParameter range = new RangeIteratorParameter(TABLE);
            range.setInclusiveStartPrimaryKey(PrimaryKeyBuilder.createPrimaryKeyBuilder()
                    .addPrimaryKeyColumn("id", PrimaryKeyValue.INF_MIN)
                    .build());
            range.setExclusiveEndPrimaryKey(PrimaryKeyBuilder.createPrimaryKeyBuilder()
                    .addPrimaryKeyColumn("id", PrimaryKeyValue.INF_MAX)
                    .build());
            range.setDirection(Direction.FORWARD);
            range.setMaxVersions(MAX_VERSIONS + 1);
            NavigableMap<String, NavigableMap<String, NavigableMap<Long, Long>>> rows = new TreeMap<>();
            for (Iterator<Row> found = client().createRangeIterator(range); found.hasNext(); ) {
                Row row = found.next();
                NavigableMap<String, NavigableMap<Long, Long>> columns = new TreeMap<>();
                for (Column column : row.getColumns()) {
                    columns.computeIfAbsent(column.getName(), name -> new TreeMap<>(Comparator.reverseOrder()))
                            .put(column.getTimestamp(), column.getValue().asLong());
                }
                rows.put(
                        row.getPrimaryKey().getPrimaryKeyColumn("id").getValue().asString(), columns);
            }
            return rows;
        }
    }
}
