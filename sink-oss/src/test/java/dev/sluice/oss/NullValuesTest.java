package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.mapping.Mapping;
import dev.sluice.oss.format.FormatOptions;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a record without a value, whatever objects hold. */
class NullValuesTest {

    private static Mapping<SinkRecord> mapping(String format, String behavior) {
        FormatOptions options = OssOptions.read(Records.config(
                        "format", format, "behavior.on.null.values", behavior, "format.output.fields", fields(format)))
                .format();
        return new OssRecordMapper(options.nullValues(), Records.names(), options.open())
                .map(Records.record("t", 0, 7, "a key", null));
    }

    private static String fields(String format) {
        return format.equals("bytes") || format.equals("text") ? "value" : "key,value";
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonl", "csv", "avro", "parquet", "bytes", "text"})
    void isTheSameInEveryFormat(String format) {
        assertThat(mapping(format, "fail")).isInstanceOf(Mapping.Unmappable.class);
        assertThat(mapping(format, "ignore")).isInstanceOf(Mapping.Skipped.class);
        assertThat(mapping(format, "dlq")).isInstanceOf(Mapping.Reported.class);
        assertThat(mapping(format, "write")).isInstanceOf(Mapping.Mapped.class);
    }
}
