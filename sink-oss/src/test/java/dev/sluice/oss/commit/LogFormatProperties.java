package dev.sluice.oss.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.oss.commit.LogFormat.Written;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFormatProperties {

    @Provide
    static Arbitrary<OffsetRuns> runs() {
        return Arbitraries.longs()
                .between(0, 1L << 40)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40)
                .map(longs -> {
                    OffsetRuns.Builder builder = new OffsetRuns.Builder();
                    longs.stream().sorted().distinct().forEach(builder::add);
                    return builder.build();
                });
    }

    @Provide
    static Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab1/%{}\\\"\n\u0000汉").ofMaxLength(30);
    }

    private static Arbitrary<CommittedObject> objects() {
        Arbitrary<List<UploadedPart>> parts = Combinators.combine(
                        texts(),
                        Arbitraries.longs().between(1, 5L << 30),
                        Arbitraries.longs().injectNull(0.2))
                .as((tag, length, crc) -> new UploadedPart(1, tag, length, crc))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(LogFormatProperties::numbered);
        return Combinators.combine(texts(), texts(), parts, runs())
                .as((key, id, all, offsets) ->
                        new CommittedObject(new PreparedObject(key, id, all), count(offsets), offsets));
    }

    private static List<UploadedPart> numbered(List<UploadedPart> parts) {
        List<UploadedPart> numbered = new ArrayList<>();
        parts.forEach(
                part -> numbered.add(new UploadedPart(numbered.size() + 1, part.tag(), part.length(), part.crc())));
        return numbered;
    }

    private static int count(OffsetRuns runs) {
        long[] count = {0};
        runs.visit((from, to) -> count[0] += to - from);
        return (int) count[0];
    }

    @Provide
    static Arbitrary<LogLine> lines() {
        Arbitrary<Long> offsets = Arbitraries.longs().between(-1, Long.MAX_VALUE);
        return Arbitraries.oneOf(
                Combinators.combine(offsets, runs(), objects().list().ofMaxSize(4))
                        .as(LogLine.Snapshot::new),
                texts().map(LogLine.Claim::new),
                objects().map(LogLine.Committed::new),
                texts().list().ofMaxSize(5).map(LogLine.Published::new),
                texts().map(LogLine.Lost::new),
                offsets.map(LogLine.Safe::new),
                offsets.map(LogLine.Reset::new),
                Arbitraries.integers().between(1, Integer.MAX_VALUE).map(LogLine.Sealed::new));
    }

    @Property(tries = 500)
    void everyLineIsReadAsItWasWritten(
            @ForAll("lines") LogLine line, @ForAll("texts") String writer, @ForAll long snapshot, @ForAll int second) {
        Written written = new Written(line, writer, snapshot, Instant.ofEpochSecond(second, 5));
        byte[] text = LogFormat.encode(written);
        assertThat(text[text.length - 1]).isEqualTo((byte) '\n');
        assertThat(new String(text, 0, text.length - 1, StandardCharsets.UTF_8)).doesNotContain("\n");
        assertThat(LogFormat.decode(text, 0, text.length - 1)).isEqualTo(written);
    }

    @Property(tries = 200)
    void aLineThatBrokeOffIsNoLine(@ForAll("lines") LogLine line, @ForAll @IntRange(min = 0, max = 10_000) int cut) {
        byte[] text = CommitBench.encoded(line, 0);
        int length = text.length - 1;
        assertThat(LogFormat.decode(text, 0, cut % length)).isNull();
        assertThat(LogFormat.decode(text, 1 + cut % length, length))
                .as("its end")
                .isNull();
    }

    @Property(tries = 200)
    void aLineOfWhichOneBitIsWrongIsNoLine(
            @ForAll("lines") LogLine line,
            @ForAll @IntRange(min = 0, max = 10_000) int at,
            @ForAll @IntRange(min = 0, max = 7) int bit) {
        byte[] text = CommitBench.encoded(line, 0);
        text[at % (text.length - 1)] ^= (byte) (1 << bit);
        assertThat(LogFormat.decode(text, 0, text.length - 1)).isNull();
    }

    @Property(tries = 300)
    void runsTellTheOffsetsThatWereAdded(@ForAll("runs") OffsetRuns runs) {
        OffsetRuns.Builder again = new OffsetRuns.Builder();
        runs.visit(again::add);
        assertThat(again.build()).isEqualTo(runs).hasSameHashCodeAs(runs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":2,\"type\":\"safe\",\"writer\":\"w\",\"snapshot\":0,\"time\":\"2026-01-01T00:00:00Z\",\"next\":1",
                "{\"v\":1,\"type\":\"party\",\"writer\":\"w\",\"snapshot\":0,\"time\":\"2026-01-01T00:00:00Z\"",
                "{\"v\":1,\"type\":\"safe\",\"writer\":\"w\",\"snapshot\":0,\"time\":\"2026-01-01T00:00:00Z\"",
                "{\"v\":1,\"type\":\"safe\",\"writer\":\"w\",\"snapshot\":0,\"time\":\"now\",\"next\":1",
                "{\"v\":1,\"type\":\"safe\",\"writer\":7,\"snapshot\":0,\"time\":\"2026-01-01T00:00:00Z\",\"next\":1",
                "{\"v\":1,\"type\":\"published\",\"writer\":\"w\",\"snapshot\":0,\"time\":\"2026-01-01T00:00:00Z\",\"uploads\":[1]",
                "{\"v\":1,\"type\":\"snapshot\",\"writer\":\"w\",\"snapshot\":0,\"time\":\"2026-01-01T00:00:00Z\",\"next\":1,"
                        + "\"offsets\":\"AAAA\",\"unpublished\":[]",
                "[1",
            })
    void aWholeLineThatCannotBeUnderstoodStopsTheReader(String body) {
        byte[] text = withCrc(body);
        assertThatThrownBy(() -> LogFormat.decode(text, 0, text.length))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("a line of the commit log cannot be understood");
    }

    @Test
    void aLineOfALaterVersionSaysThatTheConnectorIsTooOld() {
        byte[] text = withCrc("{\"v\":2,\"type\":\"future\"");
        assertThatThrownBy(() -> LogFormat.decode(text, 0, text.length))
                .hasMessageContaining("version 2")
                .hasMessageContaining("use a version of the connector that knows it");
    }

    @Test
    void membersThatALaterWriterMayAddDoNoHarm() {
        byte[] text = withCrc("{\"v\":1,\"type\":\"safe\",\"writer\":\"w\",\"snapshot\":0,"
                + "\"time\":\"2026-01-01T00:00:00Z\",\"next\":1,\"note\":\"x\"");
        assertThat(LogFormat.decode(text, 0, text.length)).isNotNull();
    }

    @Test
    void anObjectSaysItsFirstAndLastOffsetInPlainNumbers() {
        String gapless = new String(
                CommitBench.encoded(new LogLine.Committed(CommitBench.named("u", 5, 6, 7)), 0), StandardCharsets.UTF_8);
        assertThat(gapless)
                .contains("\"records\":3,\"first\":5,\"last\":7,\"upload\":\"u\"")
                .doesNotContain("\"offsets\"");
        String scattered = new String(
                CommitBench.encoded(new LogLine.Committed(CommitBench.named("u", 5, 9)), 0), StandardCharsets.UTF_8);
        assertThat(scattered).contains("\"first\":5,\"last\":9,\"offsets\":");
    }

    private static byte[] withCrc(String body) {
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return (body + String.format(",\"crc\":\"%08x\"}", crc.getValue())).getBytes(StandardCharsets.UTF_8);
    }
}
