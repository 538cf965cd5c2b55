package dev.sluice.oss.format;

import static dev.sluice.oss.Records.TIME;
import static dev.sluice.oss.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaLanesTest {
    private static final Schema ONE =
            schema(null).field("id", Schema.INT32_SCHEMA).build();
    private static final Schema TWO = schema(null)
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field("rank", SchemaBuilder.int32().defaultValue(5).build())
            .build();

    private static SchemaBuilder schema(Integer version) {
        SchemaBuilder builder = SchemaBuilder.struct().name("Row");
        return version == null ? builder : builder.version(version);
    }

    private static SinkRecord one(int id) {
        return record("t", 0, id, null, null, ONE, new Struct(ONE).put("id", id), TIME);
    }

    private static SinkRecord two(int id) {
        Struct value =
                new Struct(TWO).put("id", (long) id).put("note", "n" + id).put("rank", 1);
        return record("t", 0, id, null, null, TWO, value, TIME);
    }

    private static Stream<String> objects(String compatibility, SinkRecord... records) {
        Written written = Written.with(
                        "format", "csv", "format.csv.line.end", "lf", "schema.compatibility", compatibility)
                .add(records)
                .finish();
        return written.objects.values().stream().map(Bytes::text);
    }

    @Test
    void withNoneEachSchemaHasObjectsOfItsOwn() {
        assertThat(objects("none", one(1), two(2), one(3), two(4)))
                .containsExactly("id\n1\n3\n", "id,note,rank\n2,n2,1\n4,n4,1\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"backward", "BACKWARD"})
    void withBackwardOlderRecordsHaveTheNewerSchema(String option) {
        assertThat(objects(option, two(1), one(2), two(3), one(4)))
                .containsExactly("id,note,rank\n1,n1,1\n2,,5\n3,n3,1\n4,,5\n");
        assertThat(objects(option, one(1), two(2), one(3)))
                .as("what was open for the older schema before the newer one was seen stays as it is")
                .containsExactly("id\n1\n", "id,note,rank\n2,n2,1\n3,,5\n");
    }

    @Test
    void withForwardNewerRecordsHaveTheOlderSchema() {
        Schema narrow = schema(1).field("id", Schema.INT32_SCHEMA).build();
        Schema wide = schema(2)
                .field("id", Schema.INT32_SCHEMA)
                .field("more", Schema.STRING_SCHEMA)
                .build();
        SinkRecord old = record("t", 0, 1, null, null, narrow, new Struct(narrow).put("id", 1), TIME);
        SinkRecord recent = record(
                "t", 0, 2, null, null, wide, new Struct(wide).put("id", 2).put("more", "x"), TIME);

        assertThat(objects("forward", old, recent, old)).containsExactly("id\n1\n2\n1\n");
        assertThat(objects("backward", old, recent, old))
                .as("the newer schema has no place for an older record")
                .containsExactly("id\n1\n1\n", "id,more\n2,x\n");
    }

    @Test
    void fullAsksForBothWays() {
        Schema removed = schema(2).field("other", Schema.OPTIONAL_STRING_SCHEMA).build();
        Schema added = schema(3)
                .field("other", Schema.OPTIONAL_STRING_SCHEMA)
                .field("more", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Schema first = schema(1).field("id", Schema.INT32_SCHEMA).build();
        SinkRecord v1 = record("t", 0, 1, null, null, first, new Struct(first).put("id", 1), TIME);
        SinkRecord v2 = record("t", 0, 2, null, null, removed, new Struct(removed).put("other", "a"), TIME);
        SinkRecord v3 = record(
                "t",
                0,
                3,
                null,
                null,
                added,
                new Struct(added).put("other", "b").put("more", "c"),
                TIME);

        assertThat(objects("full", v3, v2, v1)).containsExactly("other,more\nb,c\na,\n", "id\n1\n");
        assertThat(objects("backward", v3, v2, v1))
                .as("versions say that leaving the old field out is what was meant")
                .containsExactly("other,more\nb,c\na,\n,\n");
    }

    @Test
    void aChangeOfTypeIsNoProjection() {
        Schema text = schema(2).field("id", Schema.STRING_SCHEMA).build();
        Schema number = schema(1).field("id", Schema.INT32_SCHEMA).build();
        SinkRecord a = record("t", 0, 1, null, null, number, new Struct(number).put("id", 1), TIME);
        SinkRecord b = record("t", 0, 2, null, null, text, new Struct(text).put("id", "x"), TIME);

        for (String compatibility : List.of("backward", "forward", "full")) {
            assertThat(objects(compatibility, a, b, a)).containsExactly("id\n1\n1\n", "id\nx\n");
        }
    }

    @Test
    void nestedFieldsAreProjectedAndNullStaysNull() throws Exception {
        Schema oldInner = SchemaBuilder.struct()
                .field("a", SchemaBuilder.int32().optional().defaultValue(7).build())
                .build();
        Schema newInner = SchemaBuilder.struct()
                .field("a", SchemaBuilder.int64().optional().defaultValue(7L).build())
                .field("b", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Schema before =
                schema(1).field("list", SchemaBuilder.array(oldInner).build()).build();
        Schema after =
                schema(2).field("list", SchemaBuilder.array(newInner).build()).build();
        Struct oldValue = new Struct(before)
                .put("list", List.of(new Struct(oldInner).put("a", null), new Struct(oldInner).put("a", 1)));
        Struct newValue = new Struct(after)
                .put("list", List.of(new Struct(newInner).put("a", 2L).put("b", "x")));

        byte[] object = Written.with("format", "avro", "schema.compatibility", "backward")
                .add(
                        record("t", 0, 1, null, null, after, newValue, TIME),
                        record("t", 0, 2, null, null, before, oldValue, TIME))
                .bytes();

        assertThat(AvroFormatTest.read(object))
                .map(row -> row.get("list").toString())
                .containsExactly("[{\"a\": 2, \"b\": \"x\"}]", "[{\"a\": null, \"b\": null}, {\"a\": 1, \"b\": null}]");
    }

    @Test
    void topicsDoNotShareWhatIsKnown() {
        SinkRecord elsewhere = record("other", 0, 1, null, null, ONE, new Struct(ONE).put("id", 1), TIME);

        assertThat(objects("backward", two(1), elsewhere)).containsExactly("id,note,rank\n1,n1,1\n", "id\n1\n");
    }
}
