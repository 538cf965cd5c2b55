package dev.sluice.tablestore.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DefinedColumnSchema;
import com.alicloud.openservices.tablestore.model.DefinedColumnType;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import dev.sluice.core.write.WriteResult;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.OnEmulator;
import dev.sluice.tablestore.OpenSink;
import dev.sluice.tablestore.Records;
import dev.sluice.tablestore.TableReader;
import dev.sluice.tablestore.table.KeySchema;
import dev.sluice.testkit.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TableCreationTest extends OnEmulator {
    @Test
    void aTableIsCreatedWithWhatTheConfigSays() throws Exception {
        Map<String, String> config = OpenSink.config(
                emulator,
                "auto.create.ttl.seconds",
                "86400",
                "auto.create.max.versions",
                "3",
                "auto.create.max.time.deviation.seconds",
                "3600",
                "primarykey.hash.column",
                "h",
                "tablestore.test.predefined.columns.name",
                "s,i,d,b,x",
                "tablestore.test.predefined.columns.type",
                "string,integer,double,boolean,binary");
        assertThat(Configs.errors(config)).isEmpty();

        try (OpenSink sink = OpenSink.open(config)) {
            DescribeTableResponse table = client.describeTable(new DescribeTableRequest("test"));
            assertThat(KeySchema.of(table.getTableMeta()))
                    .hasToString("(h string, topic_partition string, offset integer)");
            assertThat(table.getTableOptions().getTimeToLive()).isEqualTo(86400);
            assertThat(table.getTableOptions().getMaxVersions()).isEqualTo(3);
            assertThat(table.getTableOptions().getMaxTimeDeviation()).isEqualTo(3600);
            assertThat(table.getTableMeta().getDefinedColumnsList())
                    .containsExactlyInAnyOrder(
                            new DefinedColumnSchema("s", DefinedColumnType.STRING),
                            new DefinedColumnSchema("i", DefinedColumnType.INTEGER),
                            new DefinedColumnSchema("d", DefinedColumnType.DOUBLE),
                            new DefinedColumnSchema("b", DefinedColumnType.BOOLEAN),
                            new DefinedColumnSchema("x", DefinedColumnType.BINARY));
            assertThat(sink.result(sink.write(Records.value(1, null, Map.of("s", "a", "i", 1L)))))
                    .isEqualTo(WriteResult.WRITTEN);
        }
        assertThat(TableReader.rows(client, "test"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("s", "a").containsEntry("i", 1L));
    }

    @Test
    void rowsDoNotExpireByDefault() {
        try (OpenSink sink = OpenSink.open(OpenSink.config(emulator))) {
            TableOptions options =
                    client.describeTable(new DescribeTableRequest("test")).getTableOptions();
            assertThat(options.getTimeToLive()).isEqualTo(-1);
            assertThat(options.getMaxVersions()).isEqualTo(1);
        }
    }

    @Test
    void manyTablesAreLookedAtTogether() {
        // One after the other they would take longer than the start waits.
        List<String> topics = IntStream.range(0, 30).mapToObj(i -> "t" + i).toList();
        emulator.faults().inject(new Fault.Delay(Duration.ofMillis(500)), "DescribeTable", topics.size());

        try (OpenSink sink = OpenSink.open(OpenSink.config(emulator, "topics", String.join(",", topics)))) {
            assertThat(client.listTable().getTableNames()).containsExactlyInAnyOrderElementsOf(topics);
        }
    }

    @Test
    void aPredefinedColumnOfAnotherTypeStopsTheStart() {
        TableMeta meta = new TableMeta("test");
        meta.addPrimaryKeyColumn("topic_partition", PrimaryKeyType.STRING);
        meta.addPrimaryKeyColumn("offset", PrimaryKeyType.INTEGER);
        meta.addDefinedColumn("price", DefinedColumnType.STRING);
        client.createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));

        assertThatThrownBy(() -> OpenSink.open(OpenSink.config(
                        emulator,
                        "tablestore.test.columns.whitelist.name",
                        "p",
                        "tablestore.test.columns.whitelist.type",
                        "double",
                        "tablestore.test.columns.rename",
                        "p:price")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll(
                        "table test", "price", "string", "double", "tablestore.test.columns.whitelist.type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "record_key   | tablestore.test.primarykey.name",
                "record_value | tablestore.test.primarykey.name",
            })
    void anotherPrimaryKeyStopsTheStartAndBothAreNamed(String mode, String key) {
        TableMeta meta = new TableMeta("test");
        meta.addPrimaryKeyColumn("id", PrimaryKeyType.INTEGER);
        client.createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));

        assertThatThrownBy(() -> OpenSink.open(OpenSink.config(
                        emulator,
                        "primarykey.mode",
                        mode,
                        "tablestore.test.primarykey.name",
                        "id",
                        "tablestore.test.primarykey.type",
                        "string")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll("table test", "(id integer)", "(id string)", key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auto.create.ttl.seconds                 | 3600    | 86400",
                "auto.create.ttl.seconds                 | 0       | 86400",
                "auto.create.max.versions                | 0       | at least 1",
                "tablestore.test.predefined.columns.type | string  | one type for each name",
            })
    void aWrongOptionIsReported(String option, String value, String says) {
        Map<String, String> config = Configs.with(Configs.seedProperties(), option, value);

        assertThat(Configs.errors(config).values())
                .singleElement()
                .satisfies(messages ->
                        assertThat(messages).anySatisfy(m -> assertThat(m).contains(says)));
    }
}
