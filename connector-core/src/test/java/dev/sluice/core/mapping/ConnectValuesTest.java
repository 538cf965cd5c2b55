package dev.sluice.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("JavaUtilDate") // Connect's API hands out this class
class ConnectValuesTest {
    private static final Schema POINT =
            SchemaBuilder.struct().field("x", Schema.INT32_SCHEMA).build();
    private static final Schema LIST = SchemaBuilder.array(Schema.INT32_SCHEMA).build();
    private static final Schema MAP =
            SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA).build();
    private static final java.util.Date MOMENT = new java.util.Date(86_400_000L);

    /** Says which method was called, with what. */
    private static final class Naming implements ConnectVisitor<String> {
        @Override
        public String onNull() {
            return "null";
        }

        @Override
        public String onBoolean(boolean value) {
            return "boolean " + value;
        }

        @Override
        public String onInteger(long value) {
            return "integer " + value;
        }

        @Override
        public String onFloat32(float value) {
            return "float32 " + value;
        }

        @Override
        public String onFloat64(double value) {
            return "float64 " + value;
        }

        @Override
        public String onString(String value) {
            return "string " + value;
        }

        @Override
        public String onBytes(ByteBuffer value) {
            return "bytes " + value.remaining() + " " + value.isReadOnly();
        }

        @Override
        public String onDecimal(BigDecimal value) {
            return "decimal " + value;
        }

        @Override
        public String onDate(LocalDate value) {
            return "date " + value;
        }

        @Override
        public String onTime(LocalTime value) {
            return "time " + value;
        }

        @Override
        public String onTimestamp(Instant value) {
            return "timestamp " + value;
        }

        @Override
        public String onList(@Nullable Schema elementSchema, List<?> value) {
            return "list " + (elementSchema == null ? null : elementSchema.type()) + value;
        }

        @Override
        public String onMap(@Nullable Schema keySchema, @Nullable Schema valueSchema, Map<?, ?> value) {
            return "map " + (valueSchema == null ? null : valueSchema.type()) + value;
        }

        @Override
        public String onStruct(Struct value) {
            return "struct " + value.getInt32("x");
        }
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(null, null, "null"),
                Arguments.of(Schema.OPTIONAL_STRING_SCHEMA, null, "null"),
                Arguments.of(Schema.BOOLEAN_SCHEMA, true, "boolean true"),
                Arguments.of(Schema.INT8_SCHEMA, (byte) 1, "integer 1"),
                Arguments.of(Schema.INT16_SCHEMA, (short) 2, "integer 2"),
                Arguments.of(Schema.INT32_SCHEMA, 3, "integer 3"),
                Arguments.of(Schema.INT64_SCHEMA, Long.MIN_VALUE, "integer " + Long.MIN_VALUE),
                Arguments.of(Schema.FLOAT32_SCHEMA, 0.1f, "float32 0.1"),
                Arguments.of(Schema.FLOAT64_SCHEMA, 0.1, "float64 0.1"),
                Arguments.of(Schema.STRING_SCHEMA, "s", "string s"),
                Arguments.of(Schema.BYTES_SCHEMA, new byte[3], "bytes 3 true"),
                Arguments.of(Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[5], 1, 2), "bytes 2 true"),
                Arguments.of(Decimal.schema(2), new BigDecimal("1.20"), "decimal 1.20"),
                Arguments.of(null, new BigInteger("99999999999999999999"), "decimal 99999999999999999999"),
                Arguments.of(Date.SCHEMA, MOMENT, "date 1970-01-02"),
                Arguments.of(Time.SCHEMA, new java.util.Date(1_500), "time 00:00:01.500"),
                Arguments.of(Timestamp.SCHEMA, MOMENT, "timestamp 1970-01-02T00:00:00Z"),
                Arguments.of(null, MOMENT, "timestamp 1970-01-02T00:00:00Z"),
                Arguments.of(LIST, List.of(1, 2), "list INT32[1, 2]"),
                Arguments.of(null, List.of("a"), "list null[a]"),
                Arguments.of(MAP, Map.of("k", 1L), "map INT64{k=1}"),
                Arguments.of(null, Map.of("k", true), "map null{k=true}"),
                Arguments.of(POINT, new Struct(POINT).put("x", 7), "struct 7"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void everyKindOfValueReachesItsMethod(@Nullable Schema schema, @Nullable Object value, String expected) {
        assertThat(ConnectValues.visit(schema, value, new Naming())).isEqualTo(expected);
    }

    @Test
    void aTypeThatConnectDoesNotKnowIsNamedWithoutItsContent() {
        assertThatThrownBy(() -> ConnectValues.visit(
                        null, new java.util.concurrent.atomic.AtomicReference<>("secret"), new Naming()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("java.util.concurrent.atomic.AtomicReference")
                .hasMessageNotContaining("secret");
    }
}
