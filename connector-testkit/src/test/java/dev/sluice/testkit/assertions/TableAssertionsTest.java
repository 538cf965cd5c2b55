package dev.sluice.testkit.assertions;

import static dev.sluice.testkit.assertions.SluiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.ReservedThroughput;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import dev.sluice.testkit.junit.WithTableStore;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithTableStore
class TableAssertionsTest {
    private SyncClient tables;

    @BeforeAll
    static void fill(SyncClient client) {
        TableMeta meta = new TableMeta("people");
        meta.addPrimaryKeyColumn("town", PrimaryKeyType.STRING);
        meta.addPrimaryKeyColumn("id", PrimaryKeyType.INTEGER);
        client.createTable(
                new CreateTableRequest(meta, new TableOptions(-1, 1), new ReservedThroughput(new CapacityUnit(0, 0))));
        for (long id = 1; id <= 3; id++) {
            RowPutChange row = new RowPutChange(
                    "people",
                    PrimaryKeyBuilder.createPrimaryKeyBuilder()
                            .addPrimaryKeyColumn("town", PrimaryKeyValue.fromString("Ulm"))
                            .addPrimaryKeyColumn("id", PrimaryKeyValue.fromLong(id))
                            .build());
            row.addColumn(new Column("name", ColumnValue.fromString("n" + id)));
            row.addColumn(new Column("age", ColumnValue.fromLong(40 + id)));
            row.addColumn(new Column("photo", ColumnValue.fromBinary(new byte[] {1, 2})));
            client.putRow(new PutRowRequest(row));
        }
    }

    @BeforeEach
    void take(SyncClient client) {
        tables = client;
    }

    @Test
    void whatIsThereIsFound() {
        assertThat(tables, "people").exists().hasRowCount(3);
        assertThat(tables, "animals").doesNotExist();
        assertThat(tables, "people")
                .row("Ulm", 2)
                .exists()
                .hasColumn("name", "n2")
                .hasColumn("age", 42)
                .hasNoColumn("size")
                .hasOnlyColumns(Map.of("name", "n2", "age", 42L, "photo", new byte[] {1, 2}));
        assertThat(tables, "people").row("Ulm", 4L).doesNotExist();
    }

    @Test
    void aMissingTableOrRowIsToldWithWhatIsThere() {
        assertThatThrownBy(() -> assertThat(tables, "animals").exists())
                .isInstanceOf(AssertionError.class)
                .hasMessage("Expecting table animals to exist, but there is [people]");
        assertThatThrownBy(() -> assertThat(tables, "animals").hasRowCount(1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expecting table animals to exist");
        assertThatThrownBy(() -> assertThat(tables, "people").doesNotExist()).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(tables, "people").row("Ulm", 9).exists())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expecting table people to have the row")
                .hasMessageContaining("but it has [")
                .hasMessageContaining("id");
        assertThatThrownBy(() -> assertThat(tables, "people").row("Ulm", 1).doesNotExist())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not to have the row");
        assertThatThrownBy(() -> assertThat(tables, "people").row("Ulm"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Table people has the primary key [town, id], not of 1 columns");
    }

    @Test
    void aDifferenceIsShown() {
        assertThatThrownBy(() -> assertThat(tables, "people").hasRowCount(4))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expecting table people to have 4 rows, but it has 3: [");
        assertThatThrownBy(() -> assertThat(tables, "people").row("Ulm", 1).hasColumn("age", "41"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("to have age=41 (String), but its columns are {age=41, name=n1");
        assertThatThrownBy(() -> assertThat(tables, "people").row("Ulm", 1).hasColumn("size", 1))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(tables, "people").row("Ulm", 1).hasNoColumn("age"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("to have no column age");
        assertThatThrownBy(() -> assertThat(tables, "people").row("Ulm", 1).hasOnlyColumns(Map.of("age", 41)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("to have no column name");
    }
}
