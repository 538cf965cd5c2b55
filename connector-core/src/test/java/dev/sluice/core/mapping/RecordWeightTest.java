package dev.sluice.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordWeightTest {
    private static long weight(@Nullable Object key, @Nullable Object value) {
        return RecordWeight.bytes(new SinkRecord("t", 0, null, key, null, value, 0));
    }

    private static long weight(@Nullable Object value) {
        return weight(null, value);
    }

    @Test
    void everyByteOfContentCountsWhereverItIs() {
        String text = "x".repeat(1000);
        Schema schema = SchemaBuilder.struct()
                .field("a", Schema.STRING_SCHEMA)
                .field("b", SchemaBuilder.array(Schema.STRING_SCHEMA))
                .build();
        long empty = weight(null);
        assertThat(weight(text)).isBetween(empty + 1000, empty + 1100);
        assertThat(weight(text, text)).isBetween(empty + 2000, empty + 2200);
        assertThat(weight(new byte[1000])).isBetween(empty + 1000, empty + 1100);
        assertThat(weight(ByteBuffer.allocate(1000).limit(10)))
                .as("the whole array is held")
                .isBetween(empty + 1000, empty + 1100);
        assertThat(weight(new Struct(schema).put("a", text).put("b", List.of(text, text))))
                .isBetween(empty + 3000, empty + 3500);
        assertThat(weight(Map.of("k", text, "l", List.of(text)))).isBetween(empty + 2000, empty + 2600);
        SinkRecord headers = new SinkRecord(
                "t", 0, null, null, null, null, 0, null, null, new ConnectHeaders().addString("h", text));
        assertThat(RecordWeight.bytes(headers)).isBetween(empty + 1000, empty + 1200);
    }

    @Test
    void smallValuesWeighWhatTheirObjectsTake() {
        assertThat(weight(1L) - weight(null)).isBetween(16L, 24L);
        assertThat(weight("") - weight(null)).isBetween(40L, 56L);
    }
}
