package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.BulkImportRequest;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Direction;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.GetRangeResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeIteratorParameter;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.filter.SingleColumnValueFilter;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class RangesTest extends EmulatorFixture {

    @Test
    void theStartIsPartOfTheRangeAndTheEndIsNot() {
        table("a", "b", "c", "d");
        assertThat(ids(range("b", "d", Direction.FORWARD))).containsExactly("b", "c");
        assertThat(ids(range("d", "b", Direction.BACKWARD))).containsExactly("d", "c");
    }

    @Test
    void infiniteEndsTakeInEverything() {
        table("", "a", "zzz");
        assertThat(ids(everything(Direction.FORWARD))).containsExactly("", "a", "zzz");
        assertThat(ids(everything(Direction.BACKWARD))).containsExactly("zzz", "a", "");
    }

    @Test
    void stringKeysAreInTheOrderOfTheirUtf8Bytes() {
        // In UTF-16, which String.compareTo uses, the emoji's surrogates would come before the private-use character.
        table("😀", "\uE000", "a", "a\u0000", "a\u0000b", "ab");
        assertThat(ids(everything(Direction.FORWARD)))
                .containsExactly("a", "a\u0000", "a\u0000b", "ab", "\uE000", "😀");
    }

    @Test
    void integersAreInTheOrderOfTheirValuesAndLaterColumnsDecideTies() {
        TableMeta meta = new TableMeta(TABLE);
        meta.addPrimaryKeyColumn("n", PrimaryKeyType.INTEGER);
        meta.addPrimaryKeyColumn("s", PrimaryKeyType.STRING);
        createTable(meta, 1);
        for (long n : new long[] {1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0}) {
            write(new RowPutChange(TABLE, key(PrimaryKeyValue.fromLong(n), "b")));
            write(new RowPutChange(TABLE, key(PrimaryKeyValue.fromLong(n), "a")));
        }
        RangeRowQueryCriteria criteria = new RangeRowQueryCriteria(TABLE);
        criteria.setInclusiveStartPrimaryKey(key(PrimaryKeyValue.INF_MIN, "x"));
        criteria.setExclusiveEndPrimaryKey(key(PrimaryKeyValue.INF_MAX, "x"));
        criteria.setMaxVersions(1);
        assertThat(client.getRange(new GetRangeRequest(criteria)).getRows())
                .extracting(r -> r.getPrimaryKey().toString())
                .containsExactly(
                        "n:" + Long.MIN_VALUE + ", s:a",
                        "n:" + Long.MIN_VALUE + ", s:b",
                        "n:-1, s:a",
                        "n:-1, s:b",
                        "n:0, s:a",
                        "n:0, s:b",
                        "n:1, s:a",
                        "n:1, s:b",
                        "n:" + Long.MAX_VALUE + ", s:a",
                        "n:" + Long.MAX_VALUE + ", s:b");
    }

    @Test
    void aLimitCutsAndSaysWhereToGoOn() {
        table("a", "b", "c");
        RangeRowQueryCriteria criteria = everything(Direction.FORWARD);
        criteria.setLimit(2);
        GetRangeResponse first = client.getRange(new GetRangeRequest(criteria));
        assertThat(first.getRows()).hasSize(2);
        assertThat(first.getNextStartPrimaryKey()).isEqualTo(key("c"));
        criteria.setInclusiveStartPrimaryKey(first.getNextStartPrimaryKey());
        GetRangeResponse second = client.getRange(new GetRangeRequest(criteria));
        assertThat(second.getRows()).hasSize(1);
        assertThat(second.getNextStartPrimaryKey()).isNull();
    }

    @Test
    void fiveThousandRowsAreAnsweredAtOnceAndTheRestLater() {
        createTable();
        for (int batch = 0; batch < 26; batch++) {
            BulkImportRequest request = new BulkImportRequest(TABLE);
            for (int i = 0; i < 200; i++) {
                request.addRowChange(put(String.format("%05d", batch * 200 + i), column("a", i)));
            }
            client.bulkImport(request);
        }
        GetRangeResponse first = client.getRange(new GetRangeRequest(everything(Direction.FORWARD)));
        assertThat(first.getRows()).hasSize(5000);
        assertThat(first.getNextStartPrimaryKey()).isEqualTo(key("05000"));
        assertThat(count(client)).isEqualTo(5200);
    }

    @Test
    void fourMegabytesAreAnsweredAtOnce() {
        createTable();
        for (String id : List.of("a", "b", "c")) {
            write(put(id, column("a", "x".repeat(1_900_000))));
        }
        GetRangeResponse first = client.getRange(new GetRangeRequest(everything(Direction.FORWARD)));
        assertThat(first.getRows()).hasSize(2);
        assertThat(first.getNextStartPrimaryKey()).isEqualTo(key("c"));
    }

    @Test
    void aFilterLeavesRowsOut() {
        createTable();
        for (int i = 0; i < 5; i++) {
            write(put("k" + i, column("n", i)));
        }
        RangeRowQueryCriteria criteria = everything(Direction.FORWARD);
        criteria.setFilter(new SingleColumnValueFilter(
                "n", SingleColumnValueFilter.CompareOperator.GREATER_EQUAL, ColumnValue.fromLong(3)));
        criteria.setLimit(1);
        assertThat(ids(criteria)).containsExactly("k3");
    }

    @Test
    void anEmptyRangeIsAParameterError() {
        table("a");
        assertThat(refusal(() -> ids(range("b", "a", Direction.FORWARD))))
                .hasMessageContaining("Begin key must less than end key in FORWARD");
        assertThat(refusal(() -> ids(range("a", "b", Direction.BACKWARD))))
                .hasMessageContaining("Begin key must more than end key in BACKWARD");
        assertThat(refusal(() -> ids(range("a", "a", Direction.FORWARD))).getErrorCode())
                .isEqualTo("OTSParameterInvalid");
    }

    /** All rows of the fixture's table, through the SDK's own iterator. */
    static int count(SyncClient client) {
        RangeIteratorParameter all = new RangeIteratorParameter(TABLE);
        all.setInclusiveStartPrimaryKey(end(PrimaryKeyValue.INF_MIN));
        all.setExclusiveEndPrimaryKey(end(PrimaryKeyValue.INF_MAX));
        all.setMaxVersions(1);
        int count = 0;
        for (Iterator<Row> rows = client.createRangeIterator(all); rows.hasNext(); rows.next()) {
            count++;
        }
        return count;
    }

    private void table(String... ids) {
        createTable();
        for (String id : ids) {
            write(put(id));
        }
    }

    private List<String> ids(RangeRowQueryCriteria criteria) {
        return client.getRange(new GetRangeRequest(criteria)).getRows().stream()
                .map(r -> r.getPrimaryKey().getPrimaryKeyColumn("id").getValue().asString())
                .toList();
    }

    private static RangeRowQueryCriteria everything(Direction direction) {
        boolean forward = direction == Direction.FORWARD;
        return range(
                end(forward ? PrimaryKeyValue.INF_MIN : PrimaryKeyValue.INF_MAX),
                end(forward ? PrimaryKeyValue.INF_MAX : PrimaryKeyValue.INF_MIN),
                direction);
    }

    private static RangeRowQueryCriteria range(String start, String end, Direction direction) {
        return range(key(start), key(end), direction);
    }

    private static RangeRowQueryCriteria range(PrimaryKey start, PrimaryKey end, Direction direction) {
        RangeRowQueryCriteria criteria = new RangeRowQueryCriteria(TABLE);
        criteria.setInclusiveStartPrimaryKey(start);
        criteria.setExclusiveEndPrimaryKey(end);
        criteria.setDirection(direction);
        criteria.setMaxVersions(1);
        return criteria;
    }

    private static PrimaryKey end(PrimaryKeyValue value) {
        return PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn("id", value)
                .build();
    }

    private static PrimaryKey key(PrimaryKeyValue n, String s) {
        return PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn("n", n)
                .addPrimaryKeyColumn("s", PrimaryKeyValue.fromString(s))
                .build();
    }
}
