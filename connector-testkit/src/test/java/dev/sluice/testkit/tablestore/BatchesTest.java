package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.AsyncClient;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.BatchGetRowRequest;
import com.alicloud.openservices.tablestore.model.BatchGetRowResponse;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.BatchWriteRowResponse;
import com.alicloud.openservices.tablestore.model.BulkImportRequest;
import com.alicloud.openservices.tablestore.model.BulkImportResponse;
import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.MultiRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.TableMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchesTest extends EmulatorFixture {

    enum Kind {
        BATCH_WRITE_ROW,
        BULK_IMPORT
    }

    @BeforeEach
    void aTable() {
        createTable();
    }

    @ParameterizedTest
    @EnumSource
    void putsUpdatesAndDeletesGoTogether(Kind kind) {
        write(put("old", column("a", 1)));
        write(put("gone", column("a", 1)));
        RowChange update = new RowUpdateChange(TABLE, key("old")).put(column("b", 2));

        send(kind, List.of(put("new", column("a", 1)), update, new RowDeleteChange(TABLE, key("gone"))));

        assertThat(read("new").getColumns()).hasSize(1);
        assertThat(read("old").getColumns()).hasSize(2);
        assertThat(read("gone")).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void twoHundredRowsAreTheLimit(Kind kind) {
        send(kind, rows(200, "x"));
        parameterError(kind, rows(201, "x"), "Rows count exceeds the upper limit: 200.");
    }

    @ParameterizedTest
    @EnumSource
    void fourMegabytesAreTheLimit(Kind kind) {
        String half = "x".repeat(2 * 1024 * 1024 - 100);
        send(kind, rows(2, half));
        parameterError(kind, rows(3, "x".repeat(1_500_000)), "limit size: 4194304, data size: 4500");
    }

    @ParameterizedTest
    @EnumSource
    void equalKeysRefuseTheWholeRequest(Kind kind) {
        parameterError(kind, List.of(put("1", column("a", 1)), put("2"), put("1")), "Duplicate rows");
        assertThat(read("1")).isNull();
        assertThat(read("2")).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void oneBadNameRefusesTheWholeRequest(Kind kind) {
        parameterError(kind, List.of(put("1", column("a", 1)), put("2", column("a-b", 1))), "Invalid column name");
        assertThat(read("1")).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatDoesNotFitTheTableFailsItsRowAlone(Kind kind) {
        RowPutChange wrong = new RowPutChange(
                TABLE,
                PrimaryKeyBuilder.createPrimaryKeyBuilder()
                        .addPrimaryKeyColumn("id", PrimaryKeyValue.fromLong(1))
                        .build());
        assertThat(failures(kind, List.of(put("1"), wrong, put("2")))).containsExactly("1 OTSInvalidPK");
        assertThat(read("2")).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void aMissingTableFailsEachRow(Kind kind) {
        RowPutChange lost = new RowPutChange("nowhere", key("1"));
        assertThat(failures(kind, List.of(lost))).containsExactly("0 OTSObjectNotExist");
    }

    @Test
    void aConditionFailsItsRowAlone() {
        write(put("1", column("a", 1)));
        RowPutChange second = put("1", column("a", 2));
        second.setCondition(new Condition(RowExistenceExpectation.EXPECT_NOT_EXIST));
        assertThat(failures(Kind.BATCH_WRITE_ROW, List.of(put("0"), second, put("2"))))
                .containsExactly("1 OTSConditionCheckFail");
        assertThat(read("1").getLatestColumn("a").getValue().asLong()).isEqualTo(1);
        assertThat(read("2")).isNotNull();
    }

    @Test
    void anAtomicBatchWritesAllRowsOrNone() {
        TableMeta meta = new TableMeta("parts");
        meta.addPrimaryKeyColumn("id", PrimaryKeyType.STRING);
        meta.addPrimaryKeyColumn("part", PrimaryKeyType.INTEGER);
        createTable(meta, 1);
        RowPutChange first = part("a", 1);
        RowPutChange second = part("a", 2);
        second.setCondition(new Condition(RowExistenceExpectation.EXPECT_EXIST));

        BatchWriteRowResponse failed = client.batchWriteRow(atomic(first, second));

        assertThat(failed.getFailedRows())
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.getError().getCode()).isEqualTo("OTSConditionCheckFail"));
        assertThat(client.getRow(new GetRowRequest(partCriteria("a", 1))).getRow())
                .isNull();
        second.setCondition(new Condition(RowExistenceExpectation.EXPECT_NOT_EXIST));
        assertThat(client.batchWriteRow(atomic(first, second)).isAllSucceed()).isTrue();
        assertThat(refusal(() -> client.batchWriteRow(atomic(part("a", 3), part("b", 3))))
                        .getErrorCode())
                .isEqualTo("OTSParameterInvalid");
    }

    @Test
    void aReadOfAMissingTableFailsItsRowsAlone() {
        write(put("1", column("a", 1)));
        BatchGetRowRequest request = new BatchGetRowRequest();
        for (String table : new String[] {TABLE, "none"}) {
            MultiRowQueryCriteria criteria = new MultiRowQueryCriteria(table);
            criteria.addRow(key("1"));
            criteria.setMaxVersions(1);
            request.addMultiRowQueryCriteria(criteria);
        }
        BatchGetRowResponse response = client.batchGetRow(request);
        assertThat(response.getSucceedRows()).hasSize(1);
        assertThat(response.getFailedRows()).singleElement().satisfies(row -> {
            assertThat(row.getTableName()).isEqualTo("none");
            assertThat(row.getError().getCode()).isEqualTo("OTSObjectNotExist");
        });
    }

    private static BatchWriteRowRequest atomic(RowChange... rows) {
        BatchWriteRowRequest request = new BatchWriteRowRequest();
        request.setAtomic(true);
        for (RowChange row : rows) {
            request.addRowChange(row);
        }
        return request;
    }

    private static PrimaryKey partKey(String id, long part) {
        return PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn("id", PrimaryKeyValue.fromString(id))
                .addPrimaryKeyColumn("part", PrimaryKeyValue.fromLong(part))
                .build();
    }

    private static RowPutChange part(String id, long part) {
        return new RowPutChange("parts", partKey(id, part));
    }

    private static SingleRowQueryCriteria partCriteria(String id, long part) {
        SingleRowQueryCriteria criteria = new SingleRowQueryCriteria("parts", partKey(id, part));
        criteria.setMaxVersions(1);
        return criteria;
    }

    @Test
    void aBatchWriteSpansTables() {
        TableMeta second = new TableMeta("second");
        second.addPrimaryKeyColumn("id", PrimaryKeyType.STRING);
        createTable(second, 1);
        BatchWriteRowRequest request = new BatchWriteRowRequest();
        request.addRowChange(put("1"));
        request.addRowChange(new RowPutChange("second", key("1")));
        assertThat(client.batchWriteRow(request).isAllSucceed()).isTrue();
        assertThat(emulator.calls().get(emulator.calls().size() - 1))
                .extracting("operation", "table", "rows", "failedRows", "status")
                .containsExactly("BatchWriteRow", "orders,second", 2, 0, 200);
    }

    @Test
    void aBatchWithoutRowsIsRefused() {
        assertThat(refusal(() -> client.bulkImport(new BulkImportRequest(TABLE))))
                .hasMessage("No operation is specified for table: 'orders'.");
        assertThat(refusal(() -> client.batchWriteRow(new BatchWriteRowRequest()))
                        .getErrorCode())
                .isEqualTo("OTSParameterInvalid");
    }

    @Test
    void manyRowsAreReadAtOnceAndMissingOnesAreNull() {
        send(Kind.BULK_IMPORT, List.of(put("1", column("a", 1)), put("3", column("a", 3))));
        BatchGetRowResponse response = client.batchGetRow(get("1", "2", "3"));
        assertThat(response.isAllSucceed()).isTrue();
        assertThat(response.getBatchGetRowResult(TABLE))
                .extracting(r -> r.getRow() == null ? null : r.getRow().getPrimaryKey())
                .containsExactly(key("1"), null, key("3"));
    }

    @Test
    void aHundredRowsAreReadAtMost() {
        String[] ids = new String[101];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = "k" + i;
        }
        assertThat(refusal(() -> client.batchGetRow(get(ids)))).hasMessage("Rows count exceeds the upper limit: 100.");
    }

    @Test
    void manyBulkImportsAtOnceLoseNothing() throws Exception {
        AsyncClient async = new AsyncClient(
                emulator.endpoint().toString(),
                emulator.accessKeyId(),
                emulator.accessKeySecret(),
                emulator.instanceName());
        try {
            List<Future<BulkImportResponse>> answers = new ArrayList<>();
            for (int batch = 0; batch < 20; batch++) {
                BulkImportRequest request = new BulkImportRequest(TABLE);
                for (int i = 0; i < 100; i++) {
                    request.addRowChange(put("b" + batch + "-" + i, column("i", i)));
                }
                answers.add(async.bulkImport(request, null));
            }
            for (Future<BulkImportResponse> answer : answers) {
                assertThat(answer.get(30, TimeUnit.SECONDS).isAllSucceed()).isTrue();
            }
        } finally {
            async.shutdown();
        }
        assertThat(RangesTest.count(client)).isEqualTo(2000);
    }

    private static List<RowChange> rows(int count, String value) {
        List<RowChange> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(put("k" + i, column("a", value)));
        }
        return rows;
    }

    private static BatchGetRowRequest get(String... ids) {
        MultiRowQueryCriteria criteria = new MultiRowQueryCriteria(TABLE);
        for (String id : ids) {
            criteria.addRow(key(id));
        }
        criteria.setMaxVersions(1);
        BatchGetRowRequest request = new BatchGetRowRequest();
        request.addMultiRowQueryCriteria(criteria);
        return request;
    }

    private void send(Kind kind, List<? extends RowChange> rows) {
        assertThat(failures(kind, rows)).isEmpty();
    }

    private void parameterError(Kind kind, List<? extends RowChange> rows, String message) {
        TableStoreException refusal = refusal(() -> failures(kind, rows));
        assertThat(refusal.getErrorCode()).isEqualTo("OTSParameterInvalid");
        assertThat(refusal.getHttpStatus()).isEqualTo(400);
        assertThat(refusal).hasMessageContaining(message);
    }

    /** Index and code of each failed row. */
    private List<String> failures(Kind kind, List<? extends RowChange> rows) {
        if (kind == Kind.BATCH_WRITE_ROW) {
            BatchWriteRowRequest request = new BatchWriteRowRequest();
            rows.forEach(request::addRowChange);
            BatchWriteRowResponse response = client.batchWriteRow(request);
            return response.getFailedRows().stream()
                    .map(r -> r.getIndex() + " " + r.getError().getCode())
                    .toList();
        }
        BulkImportRequest request = new BulkImportRequest(rows.get(0).getTableName());
        rows.forEach(request::addRowChange);
        return client.bulkImport(request).getFailedRows().stream()
                .map(r -> r.getIndex() + " " + r.getError().getCode())
                .toList();
    }
}
