package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.DefinedColumnType;
import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyOption;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.PutRowResponse;
import com.alicloud.openservices.tablestore.model.ReturnType;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SingleRowsTest extends EmulatorFixture {

    @Test
    void aRowIsReadAsItWasWritten() {
        createTable();
        byte[] bytes = {0, 1, -1};
        write(put(
                "键",
                column("text", "grüße 中文 😀"),
                column("empty", ""),
                column("number", Long.MIN_VALUE),
                new Column("real", ColumnValue.fromDouble(-0.5)),
                new Column("yes", ColumnValue.fromBoolean(true)),
                new Column("blob", ColumnValue.fromBinary(bytes))));

        Row row = read("键");

        assertThat(row.getPrimaryKey()).isEqualTo(key("键"));
        assertThat(Arrays.stream(row.getColumns()).map(Column::getName))
                .containsExactly("blob", "empty", "number", "real", "text", "yes");
        assertThat(row.getLatestColumn("text").getValue().asString()).isEqualTo("grüße 中文 😀");
        assertThat(row.getLatestColumn("empty").getValue().asString()).isEmpty();
        assertThat(row.getLatestColumn("number").getValue().asLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(row.getLatestColumn("real").getValue().asDouble()).isEqualTo(-0.5);
        assertThat(row.getLatestColumn("yes").getValue().asBoolean()).isTrue();
        assertThat(row.getLatestColumn("blob").getValue().asBinary()).isEqualTo(bytes);
    }

    @Test
    void aMissingRowIsNullAndARowWithoutColumnsIsNot() {
        createTable();
        write(put("bare"));
        assertThat(read("none")).isNull();
        assertThat(read("bare").getColumns()).isEmpty();
    }

    @Test
    void aPutReplacesTheWholeRow() {
        createTable(3);
        write(put("1", column("a", 1), column("b", 1)));
        write(put("1", column("b", 2)));
        assertThat(read("1", 3).getColumns()).hasSize(1);
        assertThat(read("1").getLatestColumn("b").getValue().asLong()).isEqualTo(2);
    }

    @Test
    void anUpdateChangesOnlyItsColumns() {
        createTable();
        write(put("1", column("a", 1), column("b", 1), column("c", 1)));

        update(new RowUpdateChange(TABLE, key("1")).put(column("b", 2)).deleteColumns("c"));

        Row row = read("1");
        assertThat(row.getColumns()).hasSize(2);
        assertThat(row.getLatestColumn("a").getValue().asLong()).isEqualTo(1);
        assertThat(row.getLatestColumn("b").getValue().asLong()).isEqualTo(2);
    }

    @Test
    void anUpdateMakesAMissingRowOnlyWhenItPutsSomething() {
        createTable();
        update(new RowUpdateChange(TABLE, key("1")).put(column("a", 1)));
        update(new RowUpdateChange(TABLE, key("2")).deleteColumns("a"));
        assertThat(read("1")).isNotNull();
        assertThat(read("2")).isNull();
    }

    @Test
    void aRowWhoseLastColumnIsDeletedStays() {
        createTable();
        write(put("1", column("a", 1)));
        update(new RowUpdateChange(TABLE, key("1")).deleteColumns("a"));
        assertThat(read("1").getColumns()).isEmpty();
    }

    @Test
    void asManyVersionsStayAsTheTableKeepsNewestFirst() {
        createTable(2);
        update(new RowUpdateChange(TABLE, key("1")).put(version("a", "one", 1)));
        update(new RowUpdateChange(TABLE, key("1")).put(version("a", "three", 3)));
        update(new RowUpdateChange(TABLE, key("1")).put(version("a", "two", 2)));
        assertThat(Arrays.stream(read("1", 9).getColumns())
                        .map(c -> c.getValue().asString()))
                .containsExactly("three", "two");
    }

    @Test
    void oneVersionCanBeDeleted() {
        createTable(3);
        update(new RowUpdateChange(TABLE, key("1")).put(version("a", "one", 1)).put(version("a", "two", 2)));
        update(new RowUpdateChange(TABLE, key("1")).deleteColumn("a", 2));
        assertThat(read("1", 9).getColumns()).containsExactly(version("a", "one", 1));
    }

    @Test
    void anIncrementStartsAtZeroAndReturnsTheNewValueWhenAsked() {
        createTable();
        RowUpdateChange change = new RowUpdateChange(TABLE, key("1")).increment(column("hits", 5));
        change.setReturnType(ReturnType.RT_AFTER_MODIFY);
        change.addReturnColumn("hits");
        update(change);
        Row row = client.updateRow(new UpdateRowRequest(change)).getRow();
        assertThat(row.getLatestColumn("hits").getValue().asLong()).isEqualTo(10);
        assertThat(read("1").getLatestColumn("hits").getValue().asLong()).isEqualTo(10);
    }

    @Test
    void onlyIntegersAreIncremented() {
        createTable();
        write(put("1", column("name", "x")));
        TableStoreException refusal =
                refusal(() -> update(new RowUpdateChange(TABLE, key("1")).increment(column("name", 1))));
        assertThat(refusal.getErrorCode()).isEqualTo("OTSParameterInvalid");
    }

    @Test
    void aDeletedRowIsGoneAndDeletingNothingIsNoError() {
        createTable();
        write(put("1", column("a", 1)));
        client.deleteRow(new DeleteRowRequest(new RowDeleteChange(TABLE, key("1"))));
        client.deleteRow(new DeleteRowRequest(new RowDeleteChange(TABLE, key("1"))));
        assertThat(read("1")).isNull();
    }

    @Test
    void autoIncrementValuesRiseAndComeBackWithTheKey() {
        TableMeta meta = new TableMeta(TABLE);
        meta.addPrimaryKeyColumn("id", PrimaryKeyType.STRING);
        meta.addPrimaryKeyColumn("seq", PrimaryKeyType.INTEGER, PrimaryKeyOption.AUTO_INCREMENT);
        createTable(meta, 1);
        PrimaryKey key = PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn("id", PrimaryKeyValue.fromString("1"))
                .addPrimaryKeyColumn("seq", PrimaryKeyValue.AUTO_INCREMENT)
                .build();
        RowPutChange change = new RowPutChange(TABLE, key).addColumn(column("a", 1));
        change.setReturnType(ReturnType.RT_PK);

        long first = sequence(client.putRow(new PutRowRequest(change)));
        long second = sequence(client.putRow(new PutRowRequest(change)));

        assertThat(second).isGreaterThan(first);
    }

    @Test
    void aWriteCostsAUnitForEachFourKilobytesBegun() {
        createTable();
        PutRowResponse small = client.putRow(new PutRowRequest(put("1", column("a", 1))));
        PutRowResponse large = client.putRow(new PutRowRequest(put("1", column("a", "x".repeat(9000)))));
        assertThat(small.getConsumedCapacity().getCapacityUnit().getWriteCapacityUnit())
                .isEqualTo(1);
        assertThat(large.getConsumedCapacity().getCapacityUnit().getWriteCapacityUnit())
                .isEqualTo(3);
    }

    @Test
    void aKeyWithAnotherNameTypeOrSizeIsRefused() {
        createTable();
        PrimaryKey otherName = PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn("uid", PrimaryKeyValue.fromString("1"))
                .build();
        PrimaryKey otherType = PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn("id", PrimaryKeyValue.fromLong(1))
                .build();
        PrimaryKey more = PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn("id", PrimaryKeyValue.fromString("1"))
                .addPrimaryKeyColumn("n", PrimaryKeyValue.fromLong(1))
                .build();
        for (PrimaryKey key : new PrimaryKey[] {otherName, otherType, more}) {
            TableStoreException refusal = refusal(() -> write(new RowPutChange(TABLE, key)));
            assertThat(refusal.getErrorCode()).isEqualTo("OTSInvalidPK");
            assertThat(refusal.getHttpStatus()).isEqualTo(400);
        }
        assertThat(refusal(() -> write(new RowPutChange(TABLE, otherType))))
                .hasMessage("Validate PK type fail. Input: VT_INTEGER, Meta: VT_STRING.");
    }

    @Test
    void limitsOfKeysColumnsAndCellsAreEnforced() {
        createTable();
        RowPutChange manyColumns = put("1");
        for (int i = 0; i < 1025; i++) {
            manyColumns.addColumn(column("c" + i, i));
        }
        parameterError(put("k".repeat(1025)), "exceeds the MaxLength:1024 with CurrentLength:1025.");
        parameterError(put("1", column("a", "x".repeat(2 * 1024 * 1024 + 1))), "exceeds the MaxLength:2097152");
        parameterError(manyColumns, "limit count: 1024, column count: 1025.");
        parameterError(put("1", column("a-b", 1)), "Invalid column name: 'a-b'.");
        parameterError(put("1", column("c".repeat(256), 1)), "Invalid column name");
        parameterError(put("1", column("id", 1)), "with primary key column: 'id'");
        write(put("k".repeat(1024), column("a", "x".repeat(2 * 1024 * 1024))));
    }

    @Test
    void aPredefinedColumnHasItsType() {
        TableMeta meta = new TableMeta(TABLE);
        meta.addPrimaryKeyColumn("id", PrimaryKeyType.STRING);
        meta.addDefinedColumn("amount", DefinedColumnType.INTEGER);
        createTable(meta, 1);
        write(put("1", column("amount", 1)));
        parameterError(
                put("1", column("amount", "1")),
                "Invalid column type for column amount expect VT_INTEGER actual VT_STRING");
    }

    private void parameterError(RowPutChange change, String message) {
        TableStoreException refusal = refusal(() -> write(change));
        assertThat(refusal.getErrorCode()).isEqualTo("OTSParameterInvalid");
        assertThat(refusal).hasMessageContaining(message);
    }

    private void update(RowUpdateChange change) {
        client.updateRow(new UpdateRowRequest(change));
    }

    private static long sequence(PutRowResponse response) {
        return response.getRow()
                .getPrimaryKey()
                .getPrimaryKeyColumn("seq")
                .getValue()
                .asLong();
    }
}
