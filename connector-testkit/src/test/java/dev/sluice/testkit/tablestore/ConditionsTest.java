package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import com.alicloud.openservices.tablestore.model.condition.ColumnCondition;
import com.alicloud.openservices.tablestore.model.condition.CompositeColumnValueCondition;
import com.alicloud.openservices.tablestore.model.condition.SingleColumnValueCondition;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConditionsTest extends EmulatorFixture {

    @BeforeEach
    void aRow() {
        createTable();
        write(put("1", column("seq", 5), column("name", "b")));
    }

    @Test
    void aRowThatMustNotExistIsWrittenOnce() {
        write(put("2", column("seq", 1)), new Condition(RowExistenceExpectation.EXPECT_NOT_EXIST));
        refused(() -> write(put("2"), new Condition(RowExistenceExpectation.EXPECT_NOT_EXIST)));
        assertThat(read("2").getLatestColumn("seq").getValue().asLong()).isEqualTo(1);
    }

    @Test
    void aRowThatMustExistIsNotMade() {
        refused(() -> write(put("2"), new Condition(RowExistenceExpectation.EXPECT_EXIST)));
        RowDeleteChange delete = new RowDeleteChange(TABLE, key("2"));
        delete.setCondition(new Condition(RowExistenceExpectation.EXPECT_EXIST));
        refused(() -> client.deleteRow(new DeleteRowRequest(delete)));
        assertThat(read("2")).isNull();
    }

    @Test
    void aColumnConditionComparesWithTheStoredValue() {
        refused(() -> update(where("seq", SingleColumnValueCondition.CompareOperator.LESS_THAN, 5)));
        update(where("seq", SingleColumnValueCondition.CompareOperator.LESS_EQUAL, 5));
        assertThat(read("1").getLatestColumn("touched").getValue().asLong()).isEqualTo(1);
    }

    @Test
    void aMissingColumnPassesOnlyWhenAllowed() {
        SingleColumnValueCondition condition = where("none", SingleColumnValueCondition.CompareOperator.EQUAL, 5);
        condition.setPassIfMissing(false);
        refused(() -> update(condition));
        condition.setPassIfMissing(true);
        update(condition);
        assertThat(read("1").getLatestColumn("touched")).isNotNull();
    }

    @Test
    void aMissingRowHasNoColumns() {
        SingleColumnValueCondition condition = where("seq", SingleColumnValueCondition.CompareOperator.LESS_THAN, 5);
        condition.setPassIfMissing(true);
        RowPutChange change = put("new", column("seq", 4));
        change.setCondition(new Condition(RowExistenceExpectation.IGNORE));
        change.getCondition().setColumnCondition(condition);
        client.putRow(new PutRowRequest(change));
        assertThat(read("new")).isNotNull();
    }

    @Test
    void conditionsCombine() {
        SingleColumnValueCondition equal = where("seq", SingleColumnValueCondition.CompareOperator.EQUAL, 5);
        SingleColumnValueCondition greater = where("seq", SingleColumnValueCondition.CompareOperator.GREATER_THAN, 5);
        refused(() -> update(composite(CompositeColumnValueCondition.LogicOperator.AND, equal, greater)));
        refused(() -> update(composite(CompositeColumnValueCondition.LogicOperator.NOT, equal)));
        update(composite(CompositeColumnValueCondition.LogicOperator.OR, equal, greater));
        assertThat(read("1").getLatestColumn("touched")).isNotNull();
    }

    @Test
    void valuesOfAnotherTypeDoNotCompare() {
        refused(() -> update(where("name", SingleColumnValueCondition.CompareOperator.NOT_EQUAL, 5)));
    }

    /**
     * Each writer has a client of its own: when one client's connection is used again, and answered before the thread
     * that sends goes on, the client takes the connection for closed although the write took effect.
     */
    @Test
    void ofManyWritersAtOnceOneWins() throws Exception {
        List<SyncClient> clients =
                IntStream.range(0, 8).mapToObj(i -> emulator.client()).toList();
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        try {
            List<? extends Future<?>> attempts =
                    clients.stream().map(own -> threads.submit(() -> race(own))).toList();
            int won = 0;
            for (Future<?> attempt : attempts) {
                try {
                    attempt.get();
                    won++;
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(TableStoreException.class);
                    assertThat(((TableStoreException) e.getCause()).getErrorCode())
                            .isEqualTo("OTSConditionCheckFail");
                }
            }
            assertThat(won).isEqualTo(1);
        } finally {
            threads.shutdownNow();
            clients.forEach(SyncClient::shutdown);
        }
    }

    private static void race(SyncClient own) {
        RowPutChange change = put("race", column("winner", 1));
        change.setCondition(new Condition(RowExistenceExpectation.EXPECT_NOT_EXIST));
        own.putRow(new PutRowRequest(change));
    }

    private static SingleColumnValueCondition where(
            String column, SingleColumnValueCondition.CompareOperator operator, long value) {
        return new SingleColumnValueCondition(column, operator, ColumnValue.fromLong(value));
    }

    private static CompositeColumnValueCondition composite(
            CompositeColumnValueCondition.LogicOperator operator, ColumnCondition... parts) {
        CompositeColumnValueCondition condition = new CompositeColumnValueCondition(operator);
        for (ColumnCondition part : parts) {
            condition.addCondition(part);
        }
        return condition;
    }

    private void write(RowPutChange change, Condition condition) {
        change.setCondition(condition);
        client.putRow(new PutRowRequest(change));
    }

    private void update(ColumnCondition condition) {
        RowUpdateChange change = new RowUpdateChange(TABLE, key("1")).put(column("touched", 1));
        change.setCondition(new Condition(RowExistenceExpectation.IGNORE));
        change.getCondition().setColumnCondition(condition);
        client.updateRow(new UpdateRowRequest(change));
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        TableStoreException refusal = refusal(call);
        assertThat(refusal.getErrorCode()).isEqualTo("OTSConditionCheckFail");
        assertThat(refusal.getHttpStatus()).isEqualTo(403);
    }
}
