package dev.sluice.oss.format;

import static dev.sluice.oss.Records.TIME;
import static dev.sluice.oss.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.mapping.RecordOrigin;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParquetFormatTest {
    private static final int ROWS = 5000;

    @TempDir
    Path directory;

    private List<List<String>> query(String sql, byte[] object) throws Exception {
        try (Duck duck = new Duck(directory)) {
            return duck.query("set timezone = 'UTC'; " + sql, object, ".parquet");
        }
    }

    @Test
    void hadoopIsNotThere() {
        assertThatThrownBy(() -> Class.forName("org.apache.hadoop.conf.Configuration"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "none, -1, UNCOMPRESSED",
        "gzip, 9, GZIP",
        "zstd, 19, ZSTD",
        "zstd, -1, ZSTD",
        "snappy, -1, SNAPPY",
        "lz4, 9, LZ4_RAW",
        "auto, -1, SNAPPY"
    })
    void duckReadsEveryTypeWithEveryCodec(String codec, int level, String inFooter) throws Exception {
        Written written =
                Written.with("format", "parquet", "oss.compression.type", codec, "oss.compression.level", "" + level);
        for (int i = 0; i < ROWS; i++) {
            written.add(TypedRows.row(i));
        }
        byte[] object = written.bytes();

        assertThat(query("select distinct compression from parquet_metadata($file)", object))
                .containsExactly(List.of(inFooter));
        String everyRow = "i8 = ((i32 + 128) % 256) - 128 and i16 = i32"
                + " and i64 = i32 * 1000000007::bigint * (case when i32 % 2 = 0 then 1 else -1 end)"
                + " and f32 = i32 / 4.0 and f64 = i32 / 8.0 and flag = (i32 % 2 = 0) and r.\"text\" = 'text 汉 ' || i32"
                + " and octet_length(raw) = 2 and r.\"none\" is not distinct from (case when i32 % 3 = 0 then null else i32 end)"
                + " and amount = (i32 - 50) / 100.0::decimal(10, 2)"
                + " and r.\"day\" = date '1970-01-01' + (i32 - 100) and epoch_ms(r.\"at\") = " + TIME + " + i32"
                + " and r.\"list\" is not distinct from"
                + "   (case when i32 % 5 = 0 then []::varchar[] else ['a' || i32, null] end)"
                + " and r.\"map\"['k' || i32] = i32 and pairs[i32] = 'v' and r.\"inner\".x = i32 and again.x = -i32";
        assertThat(query("select count(*), count(*) filter (where " + everyRow + ") from $file r", object))
                .containsExactly(List.of("" + ROWS, "" + ROWS));
        assertThat(written.format.extension()).isEqualTo(".parquet");
        assertThat(written.held()).isZero();
    }

    @Test
    void logicalTypesSayWhatTheyAre() throws Exception {
        byte[] object = Written.with("format", "parquet").add(TypedRows.row(1)).bytes();

        assertThat(query("select column_name, column_type from (describe select * from $file)", object))
                .contains(
                        List.of("i8", "TINYINT"),
                        List.of("i16", "SMALLINT"),
                        List.of("amount", "DECIMAL(38,2)"),
                        List.of("day", "DATE"),
                        List.of("at", "TIMESTAMP WITH TIME ZONE"),
                        List.of("list", "VARCHAR[]"),
                        List.of("map", "MAP(VARCHAR, BIGINT)"),
                        List.of("pairs", "MAP(INTEGER, VARCHAR)"),
                        List.of("inner", "STRUCT(x INTEGER)"));
    }

    @Test
    void aDecimalWithADeclaredPrecisionIsOfIt() throws Exception {
        Schema amount =
                Decimal.builder(2).parameter("connect.decimal.precision", "10").build();
        Schema schema = SchemaBuilder.struct().field("amount", amount).build();
        byte[] object = Written.with("format", "parquet")
                .add(record(
                        "t", 0, 0, null, null, schema, new Struct(schema).put("amount", new BigDecimal("-1.50")), TIME))
                .bytes();

        assertThat(query("select amount, typeof(amount) from $file", object))
                .containsExactly(List.of("-1.50", "DECIMAL(10,2)"));
    }

    @Test
    void outputFieldsAreColumns() throws Exception {
        SinkRecord record = record("t", 3, 7, Schema.STRING_SCHEMA, "k", null, Map.of("a", 1), TIME);
        record.headers().addString("h", "x");
        SinkRecord tombstone = record("t", 3, 8, Schema.STRING_SCHEMA, "k", null, null, TIME);

        assertThat(query(
                        "select topic, partition, \"offset\", epoch_ms(timestamp), key, value, headers[1].key,"
                                + " headers[1].value, overflowFlag, valueSize from $file",
                        Written.with(
                                        "format",
                                        "parquet",
                                        "format.output.fields",
                                        "topic,partition,offset,timestamp,key,value,headers,overflowFlag,valueSize")
                                .add(record, tombstone)
                                .bytes()))
                .containsExactly(
                        List.of("t", "3", "7", "" + TIME, "k", "{\"a\":1}", "h", "x", "false", "7"),
                        java.util.Arrays.asList("t", "3", "8", "" + TIME, "k", null, null, null, "false", "0"));
    }

    @Test
    void aRecordThatCannotBeWrittenLeavesTheObjectAsItWas() throws Exception {
        Written written = Written.with("format", "parquet").add(TypedRows.row(1));
        Struct unfinished = new Struct(TypedRows.SCHEMA).put("i8", (byte) 1);
        Struct tooBig = (Struct) TypedRows.row(2).value();
        tooBig.put("amount", new BigDecimal("1" + "0".repeat(36) + ".00"));

        assertThatThrownBy(() -> written.add(record("t", 0, 2, null, null, TypedRows.SCHEMA, unfinished, TIME)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("field i16 has no value");
        assertThatThrownBy(() -> written.add(record("t", 0, 2, null, null, TypedRows.SCHEMA, tooBig, TIME)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("does not fit its type");

        assertThat(query("select i32 from $file", written.add(TypedRows.row(2)).bytes()))
                .containsExactly(List.of("1"), List.of("2"));
    }

    private static final Schema NUMBERS = SchemaBuilder.struct()
            .field("a", Schema.INT64_SCHEMA)
            .field("b", Schema.INT64_SCHEMA)
            .build();

    private static SinkRecord numbers(int offset) {
        Struct value = new Struct(NUMBERS).put("a", offset * 7919L).put("b", offset * 104_729L);
        return record("t", 0, offset, null, null, NUMBERS, value, TIME);
    }

    /** The library counts buffers where the latest object asked it to, unless each has a factory of its own. */
    @Test
    void objectsThatAreOpenSideBySideHoldWhatIsTheirs() {
        RecordFormat format = Written.options("format", "parquet", "oss.compression.type", "none")
                .open();
        Lane lane = format.laneOf(numbers(0));
        Bytes large = new Bytes();
        Bytes small = new Bytes();
        ObjectEncoder first = format.open(large, lane);
        first.encode(numbers(0), RecordOrigin.of(numbers(0)));
        ObjectEncoder second = format.open(small, lane);
        second.encode(numbers(0), RecordOrigin.of(numbers(0)));
        long alone = small.held();
        for (int i = 1; i < 60_000; i++) {
            first.encode(numbers(i), RecordOrigin.of(numbers(i)));
        }
        second.encode(numbers(1), RecordOrigin.of(numbers(1)));

        assertThat(large.held())
                .as("two columns of 40,000 numbers that are not in a dictionary, and one that is")
                .isGreaterThan(2 * 40_000 * 8 + 2 * 20_000 * 40);
        assertThat(small.held()).isLessThan(alone + 100_000);
    }

    /** A value of eight bytes takes some forty in a dictionary. */
    @Test
    void whatADictionaryHoldsIsCounted() {
        Written written = Written.with("format", "parquet", "oss.compression.type", "none");
        for (int i = 0; i < 10_000; i++) {
            written.add(numbers(i));
        }

        assertThat(written.held()).isBetween(2 * 10_000 * 40L, 2 * 10_000 * 80L);
    }

    @Test
    void largeRowsDoNotMakeARowGroupOfAHundred() throws Exception {
        Schema schema = SchemaBuilder.struct().field("raw", Schema.BYTES_SCHEMA).build();
        Written written =
                Written.with("format", "parquet", "oss.compression.type", "none", "oss.parquet.block.size", "2000000");
        for (int i = 0; i < 20; i++) {
            byte[] raw = new byte[1_000_000];
            java.util.Arrays.fill(raw, (byte) i);
            written.add(record("t", 0, i, null, null, schema, new Struct(schema).put("raw", raw), TIME));
        }
        long most = written.objects.values().iterator().next().mostHeld();

        assertThat(most).isLessThan(7_000_000);
        assertThat(query("select count(distinct row_group_id) >= 8 from parquet_metadata($file)", written.bytes()))
                .containsExactly(List.of("true"));
    }

    @Test
    void aRowGroupTakesAQuarterOfTheBudgetAtMost() throws Exception {
        Written written = new Written(Written.options("format", "parquet", "oss.compression.type", "none")
                .open(1_000_000));
        for (int i = 0; i < 60_000; i++) {
            written.add(numbers(i));
        }

        assertThat(query("select count(distinct row_group_id) >= 3 from parquet_metadata($file)", written.bytes()))
                .containsExactly(List.of("true"));
    }

    @Test
    void aFullRowGroupLeavesAndItsMemoryIsFree() throws Exception {
        Schema schema =
                SchemaBuilder.struct().field("text", Schema.STRING_SCHEMA).build();
        Written written = Written.with(
                "format",
                "parquet",
                "oss.compression.type",
                "none",
                "oss.parquet.block.size",
                "200000",
                "oss.parquet.page.size",
                "20000");
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < 5000; i++) {
            byte[] bytes = new byte[300];
            random.nextBytes(bytes);
            String text = java.util.Base64.getEncoder().encodeToString(bytes);
            written.add(record("t", 0, i, null, null, schema, new Struct(schema).put("text", text), TIME));
        }
        long most = written.objects.values().iterator().next().mostHeld();
        byte[] object = written.bytes();

        assertThat(query("select count(distinct row_group_id) > 5 from parquet_metadata($file)", object))
                .containsExactly(List.of("true"));
        assertThat(most).isBetween(180_000L, 600_000L);
        assertThat(object.length).isGreaterThan(2_000_000);
        assertThat(written.held()).isZero();
    }
}
