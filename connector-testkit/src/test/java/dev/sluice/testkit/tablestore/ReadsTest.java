package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.TimeRange;
import com.alicloud.openservices.tablestore.model.filter.ColumnPaginationFilter;
import com.alicloud.openservices.tablestore.model.filter.ColumnValueFilter;
import com.alicloud.openservices.tablestore.model.filter.CompositeColumnValueFilter;
import com.alicloud.openservices.tablestore.model.filter.RegexRule;
import com.alicloud.openservices.tablestore.model.filter.SingleColumnValueFilter;
import com.alicloud.openservices.tablestore.model.filter.SingleColumnValueRegexFilter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a read may ask of a row: columns, versions, filters. */
class ReadsTest extends EmulatorFixture {

    @BeforeEach
    void aRowWithVersions() {
        createTable(3);
        write(put(
                "1",
                version("a", "a1", 1),
                version("a", "a2", 2),
                version("a", "a3", 3),
                version("b", "b2", 2),
                version("c", "c1", 1)));
    }

    @Test
    void onlyTheColumnsAskedFor() {
        assertThat(values(c -> c.addColumnsToGet(new String[] {"c", "b"}))).containsExactly("b2", "c1");
    }

    @Test
    void aRowWithNoneOfTheColumnsIsNoAnswer() {
        assertThat(select(c -> c.addColumnsToGet("none"))).isNull();
        assertThat(select(c -> c.addColumnsToGet("id")).getColumns()).isEmpty();
    }

    @Test
    void asManyVersionsAsAskedFor() {
        assertThat(values(c -> c.setMaxVersions(2))).containsExactly("a3", "a2", "b2", "c1");
    }

    @Test
    void versionsOfATimeRange() {
        assertThat(values(c -> c.setTimeRange(new TimeRange(1, 3)))).containsExactly("a2", "b2", "c1");
        assertThat(values(c -> c.setTimestamp(1))).containsExactly("a1", "c1");
        assertThat(select(c -> c.setTimestamp(7))).isNull();
    }

    @Test
    void columnsOfANameRange() {
        assertThat(values(c -> {
                    c.setStartColumn("b");
                    c.setEndColumn("c");
                }))
                .containsExactly("b2");
    }

    @Test
    void aPageOfColumns() {
        assertThat(values(c -> c.setFilter(new ColumnPaginationFilter(1, 1)))).containsExactly("b2");
    }

    @Test
    void aFilterDecidesAboutTheRow() {
        assertThat(select(c -> c.setFilter(filter("b", "b2")))).isNotNull();
        assertThat(select(c -> c.setFilter(filter("b", "b3")))).isNull();
    }

    @Test
    void aFilterSeesTheNewestVersionOrAll() {
        SingleColumnValueFilter filter = filter("a", "a1");
        assertThat(select(c -> c.setFilter(filter))).isNull();
        filter.setLatestVersionsOnly(false);
        assertThat(select(c -> {
                    c.setMaxVersions(3);
                    c.setFilter(filter);
                }))
                .isNotNull();
    }

    @Test
    void aFilterSeesOnlyTheColumnsAskedFor() {
        SingleColumnValueFilter filter = filter("b", "b2");
        filter.setPassIfMissing(false);
        assertThat(select(c -> {
                    c.addColumnsToGet("a");
                    c.setFilter(filter);
                }))
                .isNull();
    }

    @Test
    void filtersCombine() {
        CompositeColumnValueFilter and = new CompositeColumnValueFilter(CompositeColumnValueFilter.LogicOperator.AND);
        and.addFilter(filter("b", "b2"));
        and.addFilter(filter("c", "c2"));
        assertThat(select(c -> c.setFilter(and))).isNull();
        CompositeColumnValueFilter not = new CompositeColumnValueFilter(CompositeColumnValueFilter.LogicOperator.NOT);
        not.addFilter(and);
        assertThat(select(c -> c.setFilter(not))).isNotNull();
    }

    @Test
    void aRegexTakesAPartOfAStringAndReadsItAsAnotherType() {
        write(put("2", column("text", "load=17%;host=h1"), column("number", 17)));
        assertThat(passes("load=([0-9]+)", RegexRule.CastType.VT_INTEGER, ColumnValue.fromLong(17)))
                .isTrue();
        assertThat(passes("load=([0-9]+)", RegexRule.CastType.VT_DOUBLE, ColumnValue.fromDouble(17)))
                .isTrue();
        assertThat(passes("host=(.*)", RegexRule.CastType.VT_STRING, ColumnValue.fromString("h1")))
                .isTrue();
        assertThat(passes("load=([0-9]+)", RegexRule.CastType.VT_INTEGER, ColumnValue.fromLong(18)))
                .isFalse();
        assertThat(passes("cpu=([0-9]+)", RegexRule.CastType.VT_INTEGER, ColumnValue.fromLong(17)))
                .isFalse();
        assertThat(passes("host=(.*)", RegexRule.CastType.VT_INTEGER, ColumnValue.fromLong(1)))
                .isFalse();
        TableStoreException refusal =
                refusal(() -> passes("(", RegexRule.CastType.VT_STRING, ColumnValue.fromString("x")));
        assertThat(refusal.getErrorCode()).isEqualTo("OTSParameterInvalid");
    }

    private boolean passes(String regex, RegexRule.CastType type, ColumnValue value) {
        SingleRowQueryCriteria criteria = new SingleRowQueryCriteria(TABLE, key("2"));
        criteria.setMaxVersions(1);
        criteria.setFilter(new SingleColumnValueRegexFilter(
                "text", new RegexRule(regex, type), SingleColumnValueRegexFilter.CompareOperator.EQUAL, value));
        return read(criteria) != null;
    }

    @Test
    void aFilterIsNestedTenDeepAtMost() {
        SingleRowQueryCriteria criteria = new SingleRowQueryCriteria(TABLE, key("1"));
        criteria.setMaxVersions(1);
        criteria.setFilter(nots(10));
        assertThat(read(criteria)).isNotNull();
        criteria.setFilter(nots(2_000));
        assertThat(refusal(() -> read(criteria)).getErrorCode()).isEqualTo("OTSParameterInvalid");
    }

    private static ColumnValueFilter nots(int depth) {
        ColumnValueFilter filter = new SingleColumnValueFilter(
                "a", SingleColumnValueFilter.CompareOperator.EQUAL, ColumnValue.fromString("a3"));
        for (int i = 0; i < depth; i++) {
            CompositeColumnValueFilter not =
                    new CompositeColumnValueFilter(CompositeColumnValueFilter.LogicOperator.NOT);
            not.addFilter(filter);
            filter = not;
        }
        return filter;
    }

    @Test
    void aReadWithoutVersionsIsRefused() {
        assertThat(refusal(() -> read(new SingleRowQueryCriteria(TABLE, key("1")))))
                .hasMessageContaining("No version condition is specified");
    }

    private static SingleColumnValueFilter filter(String column, String value) {
        return new SingleColumnValueFilter(
                column, SingleColumnValueFilter.CompareOperator.EQUAL, ColumnValue.fromString(value));
    }

    private Row select(Consumer<SingleRowQueryCriteria> change) {
        SingleRowQueryCriteria criteria = new SingleRowQueryCriteria(TABLE, key("1"));
        change.accept(criteria);
        if (!criteria.hasSetMaxVersions()) {
            criteria.setMaxVersions(1);
        }
        return read(criteria);
    }

    private List<String> values(Consumer<SingleRowQueryCriteria> change) {
        return Arrays.stream(select(change).getColumns())
                .map(Column::getValue)
                .map(ColumnValue::asString)
                .toList();
    }
}
