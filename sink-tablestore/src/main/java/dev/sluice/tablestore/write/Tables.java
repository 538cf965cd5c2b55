package dev.sluice.tablestore.write;

import com.alicloud.openservices.tablestore.AsyncClient;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.CreateTableResponse;
import com.alicloud.openservices.tablestore.model.DefinedColumnSchema;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableResponse;
import com.alicloud.openservices.tablestore.model.TableMeta;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.tablestore.client.Answer;
import dev.sluice.tablestore.client.Failures;
import dev.sluice.tablestore.client.Readiness;
import dev.sluice.tablestore.client.TableProblem;
import dev.sluice.tablestore.config.PerTableOptions;
import dev.sluice.tablestore.key.KeyOptions;
import dev.sluice.tablestore.table.CreateOptions;
import dev.sluice.tablestore.table.KeySchema;
import dev.sluice.tablestore.table.TableSpec;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a table is there and has the primary key that the config says, before the first row is written to it.
 * Called on the task thread and never waits; the steps follow each other on the client's threads.
 */
public final class Tables {
    private static final Logger LOG = LoggerFactory.getLogger(Tables.class);

    private final AsyncClient client;
    private final CreateOptions creation;
    private final Readiness readiness;

    /**
     * @param client closed by others
     * @param creation whether missing tables are created, and with what
     * @param readiness for these tables alone
     */
    public Tables(AsyncClient client, CreateOptions creation, Readiness readiness) {
        this.client = client;
        this.creation = creation;
        this.readiness = readiness;
    }

    /**
     * Done when rows may be written; fails with a {@link TableProblem} or with what the client threw. What failed, or was
     * never answered, is tried again by the next call.
     *
     * @param table what the config says of it
     * @return done when rows may be written
     */
    public CompletableFuture<Void> ready(TableSpec table) {
        return readiness.of(table.name(), () -> check(table));
    }

    private CompletableFuture<Void> check(TableSpec table) {
        return describe(table)
                .thenAccept(found -> compare(table, found))
                .exceptionallyCompose(
                        error -> Failures.isCode(error, Failures.OBJECT_NOT_EXIST) ? missing(table) : failed(error))
                .thenRun(() -> warnOfRepetitions(table));
    }

    private static void warnOfRepetitions(TableSpec table) {
        if (table.keys().hasAutoIncrement()) {
            LOG.warn(
                    "Table {} has an auto_increment column: a record that is delivered again, as after a crash or a lost "
                            + "answer, becomes one more row",
                    table.name());
        }
    }

    private CompletableFuture<Void> missing(TableSpec table) {
        if (!creation.auto()) {
            return failed(new TableProblem(Failure.of(
                    FailureKind.FATAL,
                    Failures.OBJECT_NOT_EXIST,
                    "table " + table.name() + " does not exist; create it with the primary key " + table.keys()
                            + ", or set " + CreateOptions.AUTO_CREATE + "=true")));
        }
        return create(table)
                .thenAccept(created -> LOG.info("Created table {} with the primary key {}", table.name(), table.keys()))
                // Another task was faster; it has the same config, but somebody else may have another one.
                .exceptionallyCompose(error -> Failures.isCode(error, Failures.OBJECT_ALREADY_EXIST)
                        ? describe(table).thenAccept(found -> compare(table, found))
                        : failed(error));
    }

    private static void compare(TableSpec table, TableMeta found) {
        KeySchema actual = KeySchema.of(found);
        if (!actual.hasColumnsOf(table.keys())) {
            throw new TableProblem(Failure.of(
                    FailureKind.FATAL,
                    "PrimaryKeyMismatch",
                    "table " + table.name() + " has the primary key " + actual + ", but the config says " + table.keys()
                            + "; correct " + KeyOptions.PRIMARYKEY_MODE + " or " + PerTableOptions.keyName(table.name())
                            + " and .type, or choose another table"));
        }
        for (DefinedColumnSchema column : found.getDefinedColumnsList()) {
            table.columns().listed().forEach((field, type) -> {
                if (table.columns().columnOf(field).equals(column.getName())
                        && !type.name().equals(column.getType().name())) {
                    throw new TableProblem(Failure.of(
                            FailureKind.FATAL,
                            "ColumnTypeMismatch",
                            "table " + table.name() + " has the predefined column " + column.getName() + " of type "
                                    + lower(column.getType()) + ", but " + PerTableOptions.columnType(table.name())
                                    + " says " + lower(type) + "; correct it"));
                }
            });
        }
    }

    private static String lower(Enum<?> type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private CompletableFuture<TableMeta> describe(TableSpec table) {
        return Answer.to(client::describeTable, new DescribeTableRequest(table.name()))
                .thenApply(DescribeTableResponse::getTableMeta);
    }

    private CompletableFuture<CreateTableResponse> create(TableSpec table) {
        TableMeta meta = new TableMeta(table.name());
        table.keys()
                .columns()
                .forEach(column -> meta.addPrimaryKeyColumn(column.type().column(column.name())));
        creation.columnsOf(table.name()).forEach(meta::addDefinedColumn);
        return Answer.to(client::createTable, new CreateTableRequest(meta, creation.settings()));
    }

    private static CompletableFuture<Void> failed(Throwable error) {
        return CompletableFuture.failedFuture(error);
    }
}
