package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.TimeseriesMetaOptions;
import com.alicloud.openservices.tablestore.model.timeseries.AttributeMetaQueryCondition;
import com.alicloud.openservices.tablestore.model.timeseries.CompositeMetaQueryCondition;
import com.alicloud.openservices.tablestore.model.timeseries.DataSourceMetaQueryCondition;
import com.alicloud.openservices.tablestore.model.timeseries.DeleteTimeseriesMetaRequest;
import com.alicloud.openservices.tablestore.model.timeseries.MeasurementMetaQueryCondition;
import com.alicloud.openservices.tablestore.model.timeseries.MetaQueryCompositeOperator;
import com.alicloud.openservices.tablestore.model.timeseries.MetaQueryCondition;
import com.alicloud.openservices.tablestore.model.timeseries.MetaQuerySingleOperator;
import com.alicloud.openservices.tablestore.model.timeseries.PutTimeseriesDataRequest;
import com.alicloud.openservices.tablestore.model.timeseries.QueryTimeseriesMetaRequest;
import com.alicloud.openservices.tablestore.model.timeseries.QueryTimeseriesMetaResponse;
import com.alicloud.openservices.tablestore.model.timeseries.TagMetaQueryCondition;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesKey;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesMeta;
import com.alicloud.openservices.tablestore.model.timeseries.UpdateTimeMetaQueryCondition;
import com.alicloud.openservices.tablestore.model.timeseries.UpdateTimeseriesMetaRequest;
import com.alicloud.openservices.tablestore.model.timeseries.UpdateTimeseriesTableRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeriesMetaTest extends SeriesFixture {

    @BeforeEach
    void aTable() {
        createSeriesTable();
    }

    @Test
    void aWrittenSeriesIsFoundWithItsTagsAndTime() {
        put(row(cpu("h1"), 1));
        TimeseriesMeta found = query(null).get(0);
        assertThat(found.getTimeseriesKey()).isEqualTo(cpu("h1"));
        assertThat(found.getAttributes()).isEmpty();
        assertThat(found.getUpdateTimeInUs()).isEqualTo(nowMicros());
    }

    @Test
    void aWriteThatIgnoresMetaDataMakesNone() {
        PutTimeseriesDataRequest request = new PutTimeseriesDataRequest(SERIES);
        request.addRow(row(cpu("h1"), 1));
        request.setMetaUpdateMode(PutTimeseriesDataRequest.MetaUpdateMode.IGNORE);
        series.putTimeseriesData(request);
        assertThat(query(null)).isEmpty();
        assertThat(get(cpu("h1"))).hasSize(1);
    }

    @Test
    void seriesAreFoundByEveryKindOfCondition() {
        update(cpu("h1"), Map.of("region", "hangzhou"));
        shiftMillis.addAndGet(1_000);
        put(row(cpu("h2"), 1), row(new TimeseriesKey("disk", "dc2", Map.of("host", "h1")), 1));

        assertThat(names(new MeasurementMetaQueryCondition(MetaQuerySingleOperator.OP_EQUAL, "cpu")))
                .containsExactly("cpu/h1", "cpu/h2");
        assertThat(names(new MeasurementMetaQueryCondition(MetaQuerySingleOperator.OP_PREFIX, "di")))
                .containsExactly("disk/h1");
        assertThat(names(new DataSourceMetaQueryCondition(MetaQuerySingleOperator.OP_GREATER_THAN, "dc1")))
                .containsExactly("disk/h1");
        assertThat(names(new TagMetaQueryCondition(MetaQuerySingleOperator.OP_LESS_EQUAL, "host", "h1")))
                .containsExactly("cpu/h1", "disk/h1");
        assertThat(names(new AttributeMetaQueryCondition(MetaQuerySingleOperator.OP_EQUAL, "region", "hangzhou")))
                .containsExactly("cpu/h1");
        assertThat(names(new UpdateTimeMetaQueryCondition(MetaQuerySingleOperator.OP_LESS_THAN, nowMicros())))
                .containsExactly("cpu/h1");
    }

    @Test
    void conditionsCombine() {
        put(row(cpu("h1"), 1), row(cpu("h2"), 1), row(new TimeseriesKey("disk", "dc2", Map.of("host", "h1")), 1));
        MetaQueryCondition cpu = new MeasurementMetaQueryCondition(MetaQuerySingleOperator.OP_EQUAL, "cpu");
        MetaQueryCondition first = new TagMetaQueryCondition(MetaQuerySingleOperator.OP_EQUAL, "host", "h1");
        assertThat(names(composite(MetaQueryCompositeOperator.OP_AND, cpu, first)))
                .containsExactly("cpu/h1");
        assertThat(names(composite(MetaQueryCompositeOperator.OP_OR, cpu, first)))
                .containsExactly("cpu/h1", "cpu/h2", "disk/h1");
        assertThat(names(composite(MetaQueryCompositeOperator.OP_NOT, first))).containsExactly("cpu/h2");
    }

    @Test
    void pagesAndTheTotal() {
        for (int i = 0; i < 25; i++) {
            put(row(cpu("h" + (10 + i)), 1));
        }
        QueryTimeseriesMetaRequest request = new QueryTimeseriesMetaRequest(SERIES);
        request.setLimit(10);
        request.setGetTotalHits(true);
        List<Integer> sizes = new ArrayList<>();
        do {
            QueryTimeseriesMetaResponse page = series.queryTimeseriesMeta(request);
            sizes.add(page.getTimeseriesMetas().size());
            assertThat(page.getTotalHits()).isEqualTo(25);
            request.setNextToken(page.getNextToken());
        } while (request.getNextToken() != null);
        assertThat(sizes).containsExactly(10, 10, 5);
    }

    @Test
    void attributesAreChangedAndSurviveWrites() {
        put(row(cpu("h1"), 1));
        update(cpu("h1"), Map.of("a", "1", "b", "2"));
        put(row(cpu("h1"), 2));
        assertThat(query(null).get(0).getAttributes()).isEqualTo(Map.of("a", "1", "b", "2"));
    }

    @Test
    void attributesStayWhereTheTableForbidsTheirChange() {
        put(row(cpu("h1"), 1));
        UpdateTimeseriesTableRequest change = new UpdateTimeseriesTableRequest(SERIES);
        TimeseriesMetaOptions options = new TimeseriesMetaOptions();
        options.setAllowUpdateAttributes(false);
        change.setTimeseriesMetaOptions(options);
        series.updateTimeseriesTable(change);

        UpdateTimeseriesMetaRequest request = new UpdateTimeseriesMetaRequest(SERIES);
        request.setMetas(List.of(meta(cpu("h1"), Map.of("a", "1"))));
        assertThat(series.updateTimeseriesMeta(request).getFailedRows())
                .singleElement()
                .satisfies(failed -> assertThat(failed.getError().getCode()).isEqualTo("OTSParameterInvalid"));
        assertThat(query(null).get(0).getAttributes()).isEmpty();
    }

    @Test
    void aForgottenSeriesKeepsItsRowsAndComesBackWithAWrite() {
        put(row(cpu("h1"), 1), row(cpu("h2"), 1));
        DeleteTimeseriesMetaRequest request = new DeleteTimeseriesMetaRequest(SERIES);
        request.setTimeseriesKeys(List.of(cpu("h1")));
        assertThat(series.deleteTimeseriesMeta(request).isAllSuccess()).isTrue();
        assertThat(names(null)).containsExactly("cpu/h2");
        assertThat(get(cpu("h1"))).hasSize(1);
        put(row(cpu("h1"), 2));
        assertThat(names(null)).containsExactly("cpu/h1", "cpu/h2");
    }

    @Test
    void theClientHearsOfUpdatedMetaDataOnce() {
        put(row(cpu("h1"), 1));
        long first = query(null).get(0).getUpdateTimeInUs();
        shiftMillis.addAndGet(5_000);
        put(row(cpu("h1"), 2));
        assertThat(query(null).get(0).getUpdateTimeInUs()).isEqualTo(first);
    }

    private void update(TimeseriesKey key, Map<String, String> attributes) {
        UpdateTimeseriesMetaRequest request = new UpdateTimeseriesMetaRequest(SERIES);
        request.setMetas(List.of(meta(key, attributes)));
        assertThat(series.updateTimeseriesMeta(request).isAllSuccess()).isTrue();
    }

    private static TimeseriesMeta meta(TimeseriesKey key, Map<String, String> attributes) {
        TimeseriesMeta meta = new TimeseriesMeta(key);
        meta.setAttributes(new TreeMap<>(attributes));
        return meta;
    }

    private static CompositeMetaQueryCondition composite(
            MetaQueryCompositeOperator operator, MetaQueryCondition... parts) {
        CompositeMetaQueryCondition condition = new CompositeMetaQueryCondition(operator);
        for (MetaQueryCondition part : parts) {
            condition.addSubCondition(part);
        }
        return condition;
    }

    private List<String> names(MetaQueryCondition condition) {
        return query(condition).stream()
                .map(TimeseriesMeta::getTimeseriesKey)
                .map(key -> key.getMeasurementName() + "/" + key.getTags().get("host"))
                .toList();
    }

    private List<TimeseriesMeta> query(MetaQueryCondition condition) {
        QueryTimeseriesMetaRequest request = new QueryTimeseriesMetaRequest(SERIES);
        request.setCondition(condition);
        return series.queryTimeseriesMeta(request).getTimeseriesMetas();
    }
}
