package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.Direction;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RangeIteratorParameter;
import com.alicloud.openservices.tablestore.model.ReservedThroughput;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.UpdateTableRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeToLiveTest extends ClockFixture {
    private static final int DAY_SECONDS = 86_400;

    @Test
    void aVersionExpiresByItselfAndARowWithItsLast() {
        createTable(DAY_SECONDS);
        long edge = nowMillis() - DAY_SECONDS * 1000L;
        write(put("1", version("old", "x", edge + 500), version("new", "y", edge + 5_000)));
        write(put("2", version("old", "x", edge + 500)));
        assertThat(read("1").getColumns()).hasSize(2);
        assertThat(ids()).containsExactly("1", "2");

        shiftMillis.addAndGet(1_000);

        assertThat(read("1").getColumns()).containsExactly(version("new", "y", edge + 5_000));
        assertThat(read("2")).isNull();
        assertThat(ids()).containsExactly("1");
    }

    @Test
    void anExpiredRowDoesNotExistForAConditionEither() {
        createTable(DAY_SECONDS);
        write(put("1", version("old", "x", nowMillis() - DAY_SECONDS * 1000L + 500)));
        shiftMillis.addAndGet(1_000);
        RowPutChange change = put("1", column("fresh", 1));
        change.setCondition(new Condition(RowExistenceExpectation.EXPECT_NOT_EXIST));
        client.putRow(new PutRowRequest(change));
        assertThat(read("1").getLatestColumn("fresh")).isNotNull();
    }

    @Test
    void aRowWithoutColumnsStays() {
        createTable(DAY_SECONDS);
        write(put("bare"));
        shiftMillis.addAndGet(1_000);
        assertThat(read("bare")).isNotNull();
    }

    @Test
    void aLongerTimeToLiveBringsBackWhatIsStillThere() {
        createTable(DAY_SECONDS);
        write(put("1", version("old", "x", nowMillis() - DAY_SECONDS * 1000L - 5_000)));
        assertThat(read("1")).isNull();
        UpdateTableRequest request = new UpdateTableRequest(TABLE);
        TableOptions options = new TableOptions();
        options.setTimeToLive(2 * DAY_SECONDS);
        request.setTableOptionsForUpdate(options);
        client.updateTable(request);
        assertThat(read("1")).isNotNull();
    }

    @Test
    void lessThanADayIsRefused() {
        TableStoreException refusal = refusal(() -> createTable(DAY_SECONDS - 1));
        assertThat(refusal.getErrorCode()).isEqualTo("OTSParameterInvalid");
    }

    @Override
    void createTable(int timeToLive) {
        TableMeta meta = new TableMeta(TABLE);
        meta.addPrimaryKeyColumn("id", PrimaryKeyType.STRING);
        client.createTable(new CreateTableRequest(
                meta, new TableOptions(timeToLive, 1, ANY_VERSION), new ReservedThroughput(new CapacityUnit(0, 0))));
    }

    private List<String> ids() {
        RangeIteratorParameter parameter = new RangeIteratorParameter(TABLE);
        parameter.setInclusiveStartPrimaryKey(end(PrimaryKeyValue.INF_MIN));
        parameter.setExclusiveEndPrimaryKey(end(PrimaryKeyValue.INF_MAX));
        parameter.setDirection(Direction.FORWARD);
        parameter.setMaxVersions(1);
        List<String> ids = new ArrayList<>();
        for (Iterator<Row> rows = client.createRangeIterator(parameter); rows.hasNext(); ) {
            ids.add(rows.next()
                    .getPrimaryKey()
                    .getPrimaryKeyColumn("id")
                    .getValue()
                    .asString());
        }
        return ids;
    }

    private static PrimaryKey end(PrimaryKeyValue value) {
        return PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn("id", value)
                .build();
    }
}
