package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.AddDefinedColumnRequest;
import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.ComputeSplitsBySizeRequest;
import com.alicloud.openservices.tablestore.model.ComputeSplitsBySizeResponse;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DefinedColumnType;
import com.alicloud.openservices.tablestore.model.DeleteDefinedColumnRequest;
import com.alicloud.openservices.tablestore.model.DeleteTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKeyOption;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.ReservedThroughput;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.UpdateTableRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablesTest extends EmulatorFixture {

    @Test
    void aTableIsDescribedAsItWasCreated() {
        TableMeta meta = new TableMeta(TABLE);
        meta.addPrimaryKeyColumn("region", PrimaryKeyType.STRING);
        meta.addPrimaryKeyColumn("hash", PrimaryKeyType.BINARY);
        meta.addPrimaryKeyColumn("seq", PrimaryKeyType.INTEGER, PrimaryKeyOption.AUTO_INCREMENT);
        meta.addDefinedColumn("amount", DefinedColumnType.DOUBLE);
        client.createTable(new CreateTableRequest(
                meta, new TableOptions(86_400, 3), new ReservedThroughput(new CapacityUnit(2, 5))));

        DescribeTableResponse described = client.describeTable(new DescribeTableRequest(TABLE));

        assertThat(described.getTableMeta().getPrimaryKeyList()).isEqualTo(meta.getPrimaryKeyList());
        assertThat(described.getTableMeta().getDefinedColumnsList()).isEqualTo(meta.getDefinedColumnsList());
        assertThat(described.getTableOptions().getTimeToLive()).isEqualTo(86_400);
        assertThat(described.getTableOptions().getMaxVersions()).isEqualTo(3);
        assertThat(described.getTableOptions().getMaxTimeDeviation()).isEqualTo(86_400);
        assertThat(described.getReservedThroughputDetails().getCapacityUnit()).isEqualTo(new CapacityUnit(2, 5));
    }

    @Test
    void tablesAreListedByNameUntilTheyAreDeleted() {
        createTable(named("b"), 1);
        createTable(named("a"), 1);
        assertThat(client.listTable().getTableNames()).containsExactly("a", "b");

        client.deleteTable(new DeleteTableRequest("a"));

        assertThat(client.listTable().getTableNames()).containsExactly("b");
    }

    @Test
    void anUpdateChangesOnlyWhatItNames() {
        createTable();
        UpdateTableRequest request = new UpdateTableRequest(TABLE);
        TableOptions options = new TableOptions();
        options.setMaxVersions(5);
        request.setTableOptionsForUpdate(options);

        client.updateTable(request);

        TableOptions now = client.describeTable(new DescribeTableRequest(TABLE)).getTableOptions();
        assertThat(now.getMaxVersions()).isEqualTo(5);
        assertThat(now.getTimeToLive()).isEqualTo(-1);
    }

    @Test
    void columnsArePredefinedLaterAndForgotten() {
        createTable();
        AddDefinedColumnRequest add = new AddDefinedColumnRequest();
        add.setTableName(TABLE);
        add.addDefinedColumn("amount", DefinedColumnType.DOUBLE);
        client.addDefinedColumn(add);
        expect(400, "OTSParameterInvalid", refusal(() -> write(put("1", column("amount", "text")))));
        expect(400, "OTSParameterInvalid", refusal(() -> client.addDefinedColumn(add)));

        DeleteDefinedColumnRequest delete = new DeleteDefinedColumnRequest();
        delete.setTableName(TABLE);
        delete.addDefinedColumn("amount");
        client.deleteDefinedColumn(delete);
        write(put("1", column("amount", "text")));
        expect(400, "OTSParameterInvalid", refusal(() -> client.deleteDefinedColumn(delete)));
    }

    @Test
    void splitsOfAboutOneSizeCoverTheTable() {
        createTable();
        for (int i = 0; i < 10; i++) {
            write(put("row" + i, column("text", "x".repeat(1_000))));
        }
        ComputeSplitsBySizeResponse response =
                client.computeSplitsBySize(new ComputeSplitsBySizeRequest(TABLE, 3, 1_000));
        assertThat(response.getSplits()).hasSize(4);
        assertThat(response.getSplits()
                        .get(0)
                        .getLowerBound()
                        .getPrimaryKeyColumn("id")
                        .getValue())
                .isEqualTo(PrimaryKeyValue.INF_MIN);
        assertThat(response.getSplits().get(1).getLowerBound()).isEqualTo(key("row3"));
        assertThat(response.getSplits().get(1).getUpperBound()).isEqualTo(key("row6"));
        assertThat(response.getSplits()
                        .get(3)
                        .getUpperBound()
                        .getPrimaryKeyColumn("id")
                        .getValue())
                .isEqualTo(PrimaryKeyValue.INF_MAX);
    }

    @Test
    void aTableThatExistsIsNotCreatedAgain() {
        createTable();
        expect(409, "OTSObjectAlreadyExist", refusal(this::createTable));
    }

    @Test
    void whatDoesNotExistCannotBeDescribedUpdatedOrDeleted() {
        UpdateTableRequest update = new UpdateTableRequest(TABLE);
        update.setTableOptionsForUpdate(new TableOptions(-1, 2));

        expect(404, "OTSObjectNotExist", refusal(() -> client.describeTable(new DescribeTableRequest(TABLE))));
        expect(404, "OTSObjectNotExist", refusal(() -> client.updateTable(update)));
        expect(404, "OTSObjectNotExist", refusal(() -> client.deleteTable(new DeleteTableRequest(TABLE))));
        expect(404, "OTSObjectNotExist", refusal(() -> read("1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "a-b", "a.b", "中文", "#"})
    void tableNamesHaveLettersDigitsAndUnderscoresAndNoDigitFirst(String name) {
        TableStoreException refusal = refusal(() -> createTable(named(name), 1));
        expect(400, "OTSParameterInvalid", refusal);
        assertThat(refusal).hasMessageContaining("Invalid table name: '" + name + "'.");
    }

    @Test
    void aKeyHasAtMostFourColumns() {
        TableMeta meta = new TableMeta(TABLE);
        for (int i = 0; i < 5; i++) {
            meta.addPrimaryKeyColumn("pk" + i, PrimaryKeyType.STRING);
        }
        expect(400, "OTSParameterInvalid", refusal(() -> createTable(meta, 1)));
    }

    @Test
    void anAutoIncrementColumnIsNotTheFirst() {
        TableMeta meta = new TableMeta(TABLE);
        meta.addPrimaryKeyColumn("seq", PrimaryKeyType.INTEGER, PrimaryKeyOption.AUTO_INCREMENT);
        expect(400, "OTSParameterInvalid", refusal(() -> createTable(meta, 1)));
    }

    @Test
    void anInstanceHoldsSixtyFourTables() {
        for (int i = 0; i < 64; i++) {
            createTable(named("t" + i), 1);
        }
        expect(403, "OTSQuotaExhausted", refusal(() -> createTable(named("t64"), 1)));
    }

    private static TableMeta named(String name) {
        TableMeta meta = new TableMeta(name);
        meta.addPrimaryKeyColumn("id", PrimaryKeyType.STRING);
        return meta;
    }

    private static void expect(int status, String code, TableStoreException refusal) {
        assertThat(refusal.getErrorCode()).isEqualTo(code);
        assertThat(refusal.getHttpStatus()).isEqualTo(status);
    }
}
