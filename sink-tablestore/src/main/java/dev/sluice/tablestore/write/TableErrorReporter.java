package dev.sluice.tablestore.write;

import com.alicloud.openservices.tablestore.AsyncClient;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import dev.sluice.core.credentials.CredentialsProvider;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.core.tolerance.ErrantRecord;
import dev.sluice.core.tolerance.ErrorReporter;
import dev.sluice.core.tolerance.OriginalRecord;
import dev.sluice.tablestore.client.Answer;
import dev.sluice.tablestore.client.Clients;
import dev.sluice.tablestore.table.KeySchema;
import dev.sluice.tablestore.table.TableSpec;
import dev.sluice.tablestore.value.ServiceLimits;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes errant records into a table: where they were read from as the primary key, what was wrong, and the bytes of key and
 * value. Reported again, a record is the same row.
 */
public final class TableErrorReporter implements ErrorReporter {
    static final String ERROR_INFO = "error_info";
    static final String KEY = "key";
    static final String VALUE = "value";

    /** What a row takes besides its bytes of key and value, at most. */
    private static final int AROUND_BYTES = 16 << 10;

    /** The client may never answer a request whose connection breaks, and an offset waits for the report. */
    private static final long TIMEOUT_SECONDS = 120;

    private static final int INFO_CHARS = 2_000;

    private final AsyncClient client;
    private final CredentialsProvider credentials;
    private final Tables tables;
    private final TableSpec table;

    /**
     * @param client with retries of its own; closed with the reporter
     * @param credentials of the client; closed with the reporter
     * @param tables sees to it that a table is there
     * @param table the one for errant records
     */
    public TableErrorReporter(AsyncClient client, CredentialsProvider credentials, Tables tables, TableSpec table) {
        this.client = client;
        this.credentials = credentials;
        this.tables = tables;
        this.table = table;
    }

    @Override
    public Future<?> report(ErrantRecord errant) {
        PutRowRequest request = new PutRowRequest(row(errant));
        return tables.ready(table)
                .thenCompose(ready -> Answer.to(client::putRow, request))
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private RowPutChange row(ErrantRecord errant) {
        RecordOrigin origin = errant.origin();
        RowPutChange row = new RowPutChange(table.name(), new PrimaryKey(new PrimaryKeyColumn[] {
            new PrimaryKeyColumn(
                    KeySchema.KAFKA.columns().get(0).name(),
                    PrimaryKeyValue.fromString(origin.partition().topic()
                            + '_'
                            + origin.partition().partition())),
            new PrimaryKeyColumn(KeySchema.KAFKA.columns().get(1).name(), PrimaryKeyValue.fromLong(origin.offset()))
        }));
        OriginalRecord original = OriginalRecord.of(errant.record());
        StringBuilder info = new StringBuilder(cut(errant.stage() + ": "
                + errant.failure().code() + ": " + errant.failure().message()));
        int left = ServiceLimits.ROW_BYTES - AROUND_BYTES;
        left -= add(row, KEY, original.key(), left, info);
        add(row, VALUE, original.value(), left, info);
        row.addColumn(ERROR_INFO, ColumnValue.fromString(info.toString()));
        return row;
    }

    /** A record may be errant because it is too large: then Kafka has it, by the row's key. Returns the bytes added. */
    private static int add(RowPutChange row, String column, byte @Nullable [] bytes, int left, StringBuilder info) {
        if (bytes == null) {
            return 0;
        } else if (bytes.length > Math.min(left, ServiceLimits.CELL_BYTES)) {
            info.append(" (the ")
                    .append(column)
                    .append(", ")
                    .append(bytes.length)
                    .append(" bytes, has no room here)");
            return 0;
        }
        row.addColumn(column, ColumnValue.fromBinary(bytes));
        return bytes.length;
    }

    private static String cut(String text) {
        return text.length() > INFO_CHARS ? text.substring(0, INFO_CHARS) + "…" : text;
    }

    @Override
    public void close() {
        credentials.close();
        Clients.close(client);
    }
}
