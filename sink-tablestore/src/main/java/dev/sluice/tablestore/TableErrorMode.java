package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.AsyncClient;
import dev.sluice.core.ErrorMode;
import dev.sluice.core.SinkEnvironment;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.core.config.ToleranceOptions;
import dev.sluice.core.credentials.CredentialsProvider;
import dev.sluice.core.tolerance.ErrorReporter;
import dev.sluice.tablestore.client.Clients;
import dev.sluice.tablestore.client.Failures;
import dev.sluice.tablestore.client.ReportAttempts;
import dev.sluice.tablestore.client.StartCheck;
import dev.sluice.tablestore.column.ColumnRules;
import dev.sluice.tablestore.table.KeySchema;
import dev.sluice.tablestore.table.SearchTime;
import dev.sluice.tablestore.table.TableSpec;
import dev.sluice.tablestore.value.ServiceLimits;
import dev.sluice.tablestore.write.TableErrorReporter;
import dev.sluice.tablestore.write.Tables;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/** {@code runtime.error.mode=tablestore}: a table of the same instance. */
final class TableErrorMode implements ErrorMode {
    static final String NAME = "tablestore";
    static final String TABLE_NAME = "runtime.error.table.name";
    /** Errant records are few; each is one request. */
    private static final int REQUESTS = 4;

    static ConfigDef define(ConfigDef def) {
        return def.define(
                TABLE_NAME,
                Type.STRING,
                "",
                Importance.LOW,
                "Table that bad records go to, needed with runtime.error.mode=tablestore: primary key topic_partition STRING "
                        + "(<topic>_<partition>) and offset INTEGER, columns error_info, key and value. It is created when "
                        + "it is missing and auto.create=true.",
                ToleranceOptions.GROUP,
                8,
                Width.MEDIUM,
                "Error table");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String meaning() {
        return "the table " + TABLE_NAME + ".";
    }

    @Override
    public void check(ConfigValues values, ConfigProblems problems) {
        String table = values.get(TABLE_NAME, String.class).orElse("");
        if (table.isBlank()) {
            problems.add(
                    TABLE_NAME, "runtime.error.mode=tablestore needs it; set it, or choose another runtime.error.mode");
        } else if (!ServiceLimits.isName(table)) {
            problems.add(TABLE_NAME, "cannot name a table; a table name has " + ServiceLimits.NAME_RULE);
        } else if (CrossChecks.tables(values).contains(table)) {
            problems.add(
                    TABLE_NAME,
                    "is a table that this connector writes its rows to; choose another one for bad records");
        }
    }

    @Override
    public ErrorReporter open(SinkEnvironment environment) {
        TableStoreOptions options = TableStoreOptions.read(environment.config());
        TableSpec table = new TableSpec(
                options.errorTable(), KeySchema.KAFKA, KeySchema.KAFKA, ColumnRules.ALL, SearchTime.KAFKA, false);
        Failures failures = new Failures();
        CredentialsProvider credentials = options.connection()
                .credentials()
                .start(environment.clock(), environment.connector() + "-" + environment.task() + "-errors");
        AsyncClient client = Clients.open(
                options.connection(), credentials, REQUESTS, new ReportAttempts(failures, environment.clock()));
        Tables tables = new Tables(
                client,
                options.create().plain(),
                options.connection().readiness(environment.clock(), options.create()));
        try {
            new StartCheck(failures).run(Stream.of(table), TableSpec::name, tables::ready);
        } catch (RuntimeException | Error e) {
            credentials.close();
            Clients.close(client);
            throw e;
        }
        return new TableErrorReporter(client, credentials, tables, table);
    }
}
