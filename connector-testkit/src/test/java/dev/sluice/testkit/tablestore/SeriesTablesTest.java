package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.TimeseriesMetaOptions;
import com.alicloud.openservices.tablestore.model.TimeseriesTableMeta;
import com.alicloud.openservices.tablestore.model.TimeseriesTableOptions;
import com.alicloud.openservices.tablestore.model.timeseries.CreateTimeseriesTableRequest;
import com.alicloud.openservices.tablestore.model.timeseries.DeleteTimeseriesTableRequest;
import com.alicloud.openservices.tablestore.model.timeseries.DescribeTimeseriesTableRequest;
import com.alicloud.openservices.tablestore.model.timeseries.UpdateTimeseriesTableRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesTablesTest extends SeriesFixture {

    @Test
    void aTableIsDescribedAsItWasCreated() {
        createSeriesTable(86_400);

        TimeseriesTableMeta described = describe();

        assertThat(described.getTimeseriesTableName()).isEqualTo(SERIES);
        assertThat(described.getStatus()).isEqualTo("CREATED");
        assertThat(described.getTimeseriesTableOptions().getTimeToLive()).isEqualTo(86_400);
        assertThat(described.getTimeseriesMetaOptions().getMetaTimeToLive()).isEqualTo(-1);
        assertThat(described.getTimeseriesMetaOptions().getAllowUpdateAttributes())
                .isTrue();
    }

    @Test
    void tablesAreListedUntilTheyAreDeletedAndApartFromTheOtherModel() {
        createTable();
        createSeriesTable();
        assertThat(series.listTimeseriesTable().getTimeseriesTableNames()).containsExactly(SERIES);
        assertThat(client.listTable().getTableNames()).containsExactly(TABLE);

        series.deleteTimeseriesTable(new DeleteTimeseriesTableRequest(SERIES));

        assertThat(series.listTimeseriesTable().getTimeseriesTableNames()).isEmpty();
        expect(404, "OTSObjectNotExist", refusal(this::describe));
    }

    @Test
    void anUpdateChangesTheOptionsOfDataOrOfMetaDataButNotBoth() {
        createSeriesTable();
        UpdateTimeseriesTableRequest data = new UpdateTimeseriesTableRequest(SERIES);
        data.setTimeseriesTableOptions(new TimeseriesTableOptions(100_000));
        series.updateTimeseriesTable(data);
        UpdateTimeseriesTableRequest meta = new UpdateTimeseriesTableRequest(SERIES);
        TimeseriesMetaOptions options = new TimeseriesMetaOptions();
        options.setAllowUpdateAttributes(false);
        options.setMetaTimeToLive(604_800);
        meta.setTimeseriesMetaOptions(options);
        series.updateTimeseriesTable(meta);

        TimeseriesTableMeta described = describe();
        assertThat(described.getTimeseriesTableOptions().getTimeToLive()).isEqualTo(100_000);
        assertThat(described.getTimeseriesMetaOptions().getMetaTimeToLive()).isEqualTo(604_800);
        assertThat(described.getTimeseriesMetaOptions().getAllowUpdateAttributes())
                .isFalse();

        data.setTimeseriesMetaOptions(options);
        expect(400, "OTSParameterInvalid", refusal(() -> series.updateTimeseriesTable(data)));
    }

    @Test
    void bothModelsShareTheNames() {
        createSeriesTable();
        expect(409, "OTSObjectAlreadyExist", refusal(this::createSeriesTable));
        createTable();
        expect(
                409,
                "OTSObjectAlreadyExist",
                refusal(() -> series.createTimeseriesTable(new CreateTimeseriesTableRequest(
                        new TimeseriesTableMeta(TABLE, new TimeseriesTableOptions(-1))))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 86_399})
    void dataIsKeptForADayAtLeast(int timeToLive) {
        expect(400, "OTSParameterInvalid", refusal(() -> createSeriesTable(timeToLive)));
    }

    @Test
    void metaDataExpiresOnlyWhereItCannotBeChanged() {
        TimeseriesTableMeta meta = new TimeseriesTableMeta(SERIES, new TimeseriesTableOptions(-1));
        TimeseriesMetaOptions options = new TimeseriesMetaOptions();
        options.setMetaTimeToLive(604_800);
        meta.setTimeseriesMetaOptions(options);
        expect(
                400,
                "OTSParameterInvalid",
                refusal(() -> series.createTimeseriesTable(new CreateTimeseriesTableRequest(meta))));
        options.setAllowUpdateAttributes(false);
        series.createTimeseriesTable(new CreateTimeseriesTableRequest(meta));
        assertThat(describe().getTimeseriesMetaOptions().getMetaTimeToLive()).isEqualTo(604_800);
    }

    @Test
    void keyColumnsOfItsOwnAreNotEmulated() {
        TimeseriesTableMeta meta = new TimeseriesTableMeta(SERIES, new TimeseriesTableOptions(-1));
        meta.addFieldPrimaryKey("device", PrimaryKeyType.STRING);
        expect(
                400,
                "OTSUnsupportOperation",
                refusal(() -> series.createTimeseriesTable(new CreateTimeseriesTableRequest(meta))));
    }

    private TimeseriesTableMeta describe() {
        return series.describeTimeseriesTable(new DescribeTimeseriesTableRequest(SERIES))
                .getTimeseriesTableMeta();
    }

    private static void expect(int status, String code, TableStoreException refusal) {
        assertThat(refusal.getErrorCode()).isEqualTo(code);
        assertThat(refusal.getHttpStatus()).isEqualTo(status);
    }
}
