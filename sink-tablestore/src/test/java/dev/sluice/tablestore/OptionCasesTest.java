package dev.sluice.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every option of the sink: its default, a value that is right, and one that is wrong. */
class OptionCasesTest {
    private static final Map<String, String> SEED = Configs.seedProperties();
    private static final ConfigDef OPTIONS = TableStoreOptions.define(new ConfigDef());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NONE",
            value = {
                "tablestore.endpoint | REQUIRED | http://127.0.0.1:80 | ftp://host",
                "tablestore.instance.name | REQUIRED | an-instance | a b",
                "tablestore.connect.timeout.ms | 5000 | 1 | 0",
                "tablestore.socket.timeout.ms | 30000 | 600000 | 600001",
                "tablestore.auth.mode | auto | environment | vault",
                "tablestore.access.key.id | NONE | id | ''",
                "tablestore.access.key.secret | NONE | hush | ''",
                "tablestore.security.token | NONE | quiet | NONE",
                "tablestore.auth.role.arn | '' | acs:ram::1:role/r | r",
                "tablestore.auth.role.session.name | sluice-kafka-connect | me@here | a b",
                "tablestore.auth.role.session.duration.seconds | 3600 | 900 | 899",
                "tablestore.auth.external.id | '' | their/id | x",
                "tablestore.auth.sts.endpoint | https://sts.aliyuncs.com | sts.example.com | https://x/y",
                "tablestore.auth.oidc.provider.arn | '' | acs:ram::1:oidc-provider/p | p",
                "tablestore.auth.oidc.token.file | '' | /var/run/token | token",
                "tablestore.auth.ram.role.name | '' | machine | a/b",
                "tablestore.auth.metadata.endpoint | http://100.100.100.200 | http://127.0.0.1:80 | ftp://x",
                "table.name.format | <topic> | kafka_<topic> | kafka-<topic>",
                "topics.assign.tables | [] | test:people | test",
                "auto.create | false | true | yes",
                "primarykey.mode | kafka | kafka | key",
                "insert.mode | put | update | upsert",
                "delete.mode | none | none | always",
                "write.api | auto | batch | grpc",
                "linger.ms | 100 | 0 | -1",
                "batch.max.rows | 200 | 1 | 201",
                "batch.max.bytes | 4194304 | 1024 | 1023",
                "tablestore.timeseries.mapAll | true | false | perhaps",
                "tablestore.timeseries.toLowerCase | true | false | perhaps",
                "tablestore.timeseries.rowsPerBatch | 200 | 1 | 201",
                "record.format | plain | debezium | canal",
                "debezium.columns | [] | op,source.ts_ms | after",
                "debezium.truncate.mode | errant | fail | delete",
                "auto_increment.ambiguous.writes | repeat | report | drop",
                "write.fencing | none | none | offset",
                "write.fencing.deletes | row | mark | none",
                "write.fencing.columns.prefix | fence_ | _f | 1f",
                "table.route | '' | '' | city",
                "auto.create.ttl.seconds | -1 | 86400 | 86399",
                "auto.create.max.versions | 1 | 3 | 0",
                "auto.create.max.time.deviation.seconds | 86400 | 1 | 0",
                "primarykey.hash.column | '' | shard | a-b",
                "nested.mode | fail | flatten | drop",
                "nested.separator | _ | __ | .",
                "schemaless.types | native | string | text",
                "record.key.columns | none | fields | all",
                "record.key.columns.prefix | key_ | k_ | k-",
                "header.columns | [] | trace:trace_id | trace:a-b",
                "metadata.columns | [] | topic,timestamp:written_at | size",
                "event.parse.class | default | default | no.such.Mapper",
                "runtime.error.table.name | '' | errors | NONE",
                "tablestore.mode | normal | normal | wide",
                "account.id | NONE | 1 | NONE",
                "role.name | NONE | '' | NONE",
                "max.concurrency | NONE | 4 | 0",
                "flush.Interval | NONE | 500 | soon",
                "sts.endpoint | NONE | sts.example.com | https://x/y",
                "bucket.count | NONE | 3 | NONE",
                "buffer.size | NONE | 1024 | NONE",
                "max.thread.count | NONE | 3 | NONE",
                "insert.order.enable | NONE | true | NONE",
                "client.time.out.ms | NONE | 5000 | NONE",
                "region | NONE | cn-hangzhou | NONE",
            })
    void everyOptionHasADefaultTakesAValidValueAndRefusesAnInvalidOne(
            String key, String byDefault, String valid, String invalid) {
        ConfigDef.ConfigKey option = OPTIONS.configKeys().get(key);
        if ("REQUIRED".equals(byDefault)) {
            assertThat(option.hasDefault()).as("%s has a default", key).isFalse();
        } else if (byDefault == null) {
            assertThat(option.defaultValue).as("default of %s", key).isNull();
        } else {
            assertThat(option.defaultValue).as("default of %s", key).hasToString(byDefault);
        }
        assertThat(Configs.errors(with(key, valid))).isEmpty();
        if (invalid != null) {
            assertThat(Configs.errors(with(key, invalid))).containsOnlyKeys(key);
        }
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> config = new HashMap<>(SEED);
        config.put(key, value);
        return config;
    }

    @Test
    void everyOptionOfTheSinkIsInTheTestAbove() throws NoSuchMethodException {
        CsvSource source = OptionCasesTest.class
                .getDeclaredMethod(
                        "everyOptionHasADefaultTakesAValidValueAndRefusesAnInvalidOne",
                        String.class,
                        String.class,
                        String.class,
                        String.class)
                .getAnnotation(CsvSource.class);

        assertThat(OPTIONS.names())
                .as("options of the sink; a new one needs a row above")
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(source.value())
                        .map(row -> row.substring(0, row.indexOf(' ')))
                        .toList());
    }
}
