package dev.sluice.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossChecksTest {
    private static final String NAME = "tablestore.test.primarykey.name";
    private static final String TYPE = "tablestore.test.primarykey.type";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id           | string,integer                         | tablestore.test.primarykey.type | one type for each name",
                "id,id        | string,integer                         | tablestore.test.primarykey.name | twice",
                "'id, id '    | string,integer                         | tablestore.test.primarykey.name | twice",
                "a,b,c,d,e    | string,string,string,string,string     | tablestore.test.primarykey.name | 1 to 4",
                "a,b          | auto_increment,string                  | tablestore.test.primarykey.type | partition key",
                "a,b,c        | string,auto_increment,auto_increment   | tablestore.test.primarykey.type | at most one",
                "a            | double                                 | tablestore.test.primarykey.type | string, integer, binary or auto_increment",
                "a-b          | string                                 | tablestore.test.primarykey.name | letters, digits and _",
                "'a,'         | string                                 | tablestore.test.primarykey.name | cannot name a column",
            })
    void aWrongPrimaryKeyIsReportedOnTheOptionToChange(String names, String types, String key, String says) {
        Map<String, java.util.List<String>> errors = Configs.errors(Configs.keys("record_key", names, types));

        assertThat(errors).containsKey(key);
        assertThat(errors.get(key)).anySatisfy(message -> assertThat(message).contains(says));
        assertThat(errors.keySet()).allMatch(option -> option.equals(NAME) || option.equals(TYPE));
    }

    @ParameterizedTest
    @CsvSource({"id,string", "' a , b,c,d ',' string,INTEGER, binary ,auto_increment'"})
    void aRightPrimaryKeyIsNot(String names, String types) {
        assertThat(Configs.errors(Configs.keys("record_value", names, types))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"record_key", "record_value"})
    void aTopicWhoseTableHasNoPrimaryKeyIsReported(String mode) {
        Map<String, String> config = Configs.with(
                Configs.keys(mode, "id", "string"), "topics", "test,other", "table.name.format", "<topic>");

        assertThat(Configs.errors(config)).containsOnlyKeys("tablestore.other.primarykey.name");
        assertThat(Configs.errors(config).get("tablestore.other.primarykey.name"))
                .singleElement()
                .asString()
                .contains("topic other", "primarykey.mode=" + mode, "tablestore.other.primarykey.type");
    }

    @Test
    void aTopicThatCannotBeATableIsReported() {
        Map<String, String> config = Configs.with(Configs.seedProperties(), "topics", "shop.orders, test");

        assertThat(Configs.errors(config)).containsOnlyKeys("table.name.format");
        assertThat(Configs.errors(config).get("table.name.format"))
                .singleElement()
                .asString()
                .contains("shop.orders", "topics.assign.tables=shop.orders:<table>");
        assertThat(Configs.errors(Configs.with(config, "topics.assign.tables", "shop.orders:orders")))
                .isEmpty();
    }

    @Test
    void topicsThatATransformMayRenameAreNotHeldAgainstTheConfig() {
        assertThat(Configs.errors(
                        Configs.with(Configs.seedProperties(), "topics", "shop.orders", "transforms", "route")))
                .isEmpty();
    }

    @Test
    void topicsMayBePickedByAPattern() {
        Map<String, String> config = Configs.with(
                Configs.without(Configs.keys("record_key", "id", "string"), "topics"), "topics.regex", "shop_.*");

        assertThat(Configs.errors(config)).isEmpty();
        assertThat(TableStoreOptions.read(config).topics()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"kafka", "record_value"})
    void rowsAreDeletedByTheRecordsKeyOnly(String mode) {
        Map<String, String> config = Configs.with(Configs.keys(mode, "id", "string"), "delete.mode", "row");

        assertThat(Configs.errors(config)).containsOnlyKeys("delete.mode");
        assertThat(Configs.errors(config).get("delete.mode"))
                .singleElement()
                .asString()
                .contains("primarykey.mode=record_key", mode);
    }

    @Test
    void rowsWithAnAutoIncrementColumnCannotBeDeleted() {
        assertThat(Configs.errors(Configs.with(
                        Configs.keys("record_key", "id,seq", "string,auto_increment"), "delete.mode", "row")))
                .containsOnlyKeys("delete.mode");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b | string        | tablestore.test.columns.whitelist.type | one type for each name",
                "a   | decimal       | tablestore.test.columns.whitelist.type | string, integer, double, boolean or binary",
                "a,a | string,string | tablestore.test.columns.whitelist.name | twice",
                "a b | string        | tablestore.test.columns.whitelist.name | cannot name a column",
            })
    void aWrongColumnListIsReportedOnTheOptionToChange(String names, String types, String key, String says) {
        Map<String, java.util.List<String>> errors = Configs.errors(Configs.with(
                Configs.seedProperties(),
                "tablestore.test.columns.whitelist.name",
                names,
                "tablestore.test.columns.whitelist.type",
                types));

        assertThat(errors).containsOnlyKeys(key);
        assertThat(errors.get(key)).anySatisfy(message -> assertThat(message).contains(says));
    }

    @Test
    void aMisspelledOptionOfATableIsReported() {
        assertThat(Configs.errors(Configs.with(Configs.seedProperties(), "tablestore.test.primarykey.names", "id")))
                .containsOnlyKeys("tablestore.test.primarykey.names");
    }
}
