package dev.sluice.oss.format;

import static dev.sluice.oss.Records.TIME;
import static dev.sluice.oss.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class CsvFormatTest {
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private static SinkRecord row(long offset, String name) {
        return record(
                "t",
                0,
                offset,
                null,
                null,
                SCHEMA,
                new Struct(SCHEMA).put("id", offset).put("name", name),
                TIME);
    }

    @Test
    void aStructIsALineWithAColumnForEachField() {
        Written written = Written.with("format", "csv").add(row(1, "plain"), row(2, null), row(3, ""));

        assertThat(written.text()).isEqualTo("id,name\r\n1,plain\r\n2,\r\n3,\"\"\r\n");
        assertThat(written.format.extension()).isEqualTo(".csv");
        assertThat(written.format.contentType()).isEqualTo("text/csv; header=present");
    }

    @Test
    void whatCouldNotBeReadOtherwiseStandsInQuotes() {
        assertThat(Written.with("format", "csv", "format.csv.header", "false", "format.csv.line.end", "lf")
                        .add(row(1, "a,b"), row(2, "say \"hi\""), row(3, "two\r\nlines"), row(4, " space "))
                        .text())
                .isEqualTo("1,\"a,b\"\n2,\"say \"\"hi\"\"\"\n3,\"two\r\nlines\"\n4,\" space \"\n");
    }

    @Test
    void separatorQuotesAndNullAreOptions() {
        assertThat(Written.with(
                                "format",
                                "csv",
                                "format.csv.separator",
                                ";",
                                "format.csv.null",
                                "\\N",
                                "format.csv.line.end",
                                "lf")
                        .add(row(1, "a,b"), row(2, "a;b"), row(3, null), row(4, "\\N"), row(5, ""))
                        .text())
                .isEqualTo("id;name\n1;a,b\n2;\"a;b\"\n3;\\N\n4;\"\\N\"\n5;\"\"\n");
        assertThat(Written.with("format", "csv", "format.csv.separator", "\\t", "format.csv.line.end", "lf")
                        .add(row(1, "a,b"), row(2, "a\tb"))
                        .text())
                .isEqualTo("id\tname\n1\ta,b\n2\t\"a\tb\"\n");
        assertThat(Written.with("format", "csv", "format.csv.quote", "all", "format.csv.line.end", "lf")
                        .add(row(1, "a"), row(2, null))
                        .text())
                .isEqualTo("\"id\",\"name\"\n\"1\",\"a\"\n\"2\",\n");
    }

    @Test
    @SuppressWarnings("JavaUtilDate") // Connect's own type for a timestamp
    void logicalAndNestedTypes() {
        Schema inner = SchemaBuilder.struct().field("x", Schema.INT32_SCHEMA).build();
        Schema schema = SchemaBuilder.struct()
                .field("amount", Decimal.schema(2))
                .field("at", Timestamp.SCHEMA)
                .field("list", SchemaBuilder.array(Schema.INT32_SCHEMA).build())
                .field("inner", inner)
                .field("raw", Schema.BYTES_SCHEMA)
                .build();
        Struct value = new Struct(schema)
                .put("amount", new BigDecimal("1.50"))
                .put("at", new Date(TIME))
                .put("list", List.of(1, 2))
                .put("inner", new Struct(inner).put("x", 1))
                .put("raw", new byte[] {'h', 'i'});

        assertThat(Written.with("format", "csv", "format.csv.line.end", "lf")
                        .add(record("t", 0, 0, null, null, schema, value, TIME))
                        .text())
                .isEqualTo(
                        "amount,at,list,inner,raw\n1.50,2020-10-27T06:19:38.478Z,\"[1,2]\",\"{\"\"x\"\":1}\",aGk=\n");
    }

    @Test
    void aStructUnderANameHasItsOwnColumns() {
        SinkRecord tombstone = record("t", 0, 9, Schema.STRING_SCHEMA, "k", null, null, TIME);
        SinkRecord full = record("t", 0, 8, Schema.STRING_SCHEMA, "k", SCHEMA, new Struct(SCHEMA).put("id", 1L), TIME);
        full.headers().addString("h", "x");

        assertThat(Written.with(
                                "format",
                                "csv",
                                "format.output.fields",
                                "offset,key,value,headers",
                                "format.csv.line.end",
                                "lf")
                        .add(full, tombstone)
                        .text())
                .isEqualTo("""
                        offset,key,value.id,value.name,headers
                        8,k,1,,"[{""key"":""h"",""value"":""x""}]"
                        9,k,,,[]
                        """);
    }

    @Test
    void whatHasNoSchemaIsOneColumnOfText() {
        assertThat(Written.with("format", "csv", "format.csv.line.end", "lf")
                        .add(record("t", 0, 0, null, Map.of("a", 1)), record("t", 0, 1, null, "x"))
                        .text())
                .isEqualTo("value\n\"{\"\"a\"\":1}\"\nx\n");
    }

    @Test
    void schemasThatTakeTurnsHaveAnObjectEach() {
        Schema other = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        Written written = Written.with("format", "csv", "format.csv.line.end", "lf");
        for (int i = 0; i < 3; i++) {
            written.add(
                    row(2L * i, "n"),
                    record("t", 0, 2L * i + 1, null, null, other, new Struct(other).put("id", 2L * i + 1), TIME));
        }
        written.finish();

        assertThat(written.objects.values())
                .extracting(Bytes::text)
                .containsExactly("id,name\n0,n\n2,n\n4,n\n", "id\n1\n3\n5\n");
    }

    @Test
    void equalSchemasThatAreNotTheSameShareAnObject() {
        Schema again = SchemaBuilder.struct()
                .version(7)
                .doc("the same")
                .field("id", Schema.INT64_SCHEMA)
                .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Written written = Written.with("format", "csv")
                .add(row(1, "a"), record("t", 0, 2, null, null, again, new Struct(again).put("id", 2L), TIME));

        assertThat(written.objects).hasSize(1);
    }

    @Test
    void aValueThatIsNullIsNoRow() {
        assertThatThrownBy(() ->
                        Written.with("format", "csv").add(record("t", 0, 0, null, null, SCHEMA.schema(), null, TIME)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("format.output.fields");
    }
}
