package dev.sluice.oss.commit;

import static dev.sluice.oss.commit.CommitBench.NAMES;
import static dev.sluice.oss.commit.CommitBench.encoded;
import static dev.sluice.oss.commit.CommitBench.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogReaderTest {
    private final MemoryLogStore store = new MemoryLogStore();
    private final LogReader reader = new LogReader(store);
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private long snapshot;

    private static LogLine.Snapshot snapshotOf(LogState state) {
        return state.snapshot();
    }

    private void add(LogLine line) {
        if (line instanceof LogLine.Snapshot) {
            snapshot = text.size();
        }
        text.writeBytes(encoded(line, snapshot));
    }

    private LogReader.Log read(int number) {
        store.objects.put(NAMES.key(number), text.toByteArray());
        return reader.read(NAMES);
    }

    @Test
    void aLogThatIsNotThereIsEmptyAndTakesOneRequest() {
        LogReader.Log log = reader.read(NAMES);
        assertThat(log.number()).isZero();
        assertThat(log.length()).isZero();
        assertThat(log.state().done().next()).isEqualTo(-1);
        assertThat(store.reads).isEqualTo(1);
        assertThat(reader.unpublished(NAMES)).isEmpty();
    }

    @Test
    void theLinesAddUp() {
        add(snapshotOf(new LogState()));
        add(new LogLine.Safe(4));
        add(new LogLine.Committed(named("u", 6, 7)));
        LogReader.Log log = read(0);
        assertThat(log.length()).isEqualTo(text.size());
        assertThat(log.torn()).isFalse();
        assertThat(log.snapshot()).isZero();
        assertThat(log.state().done().next()).isEqualTo(4);
        assertThat(reader.unpublished(NAMES)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 200})
    void aTornEndIsLeftOutAndSaidToBeThere(int bytes) {
        add(snapshotOf(new LogState()));
        add(new LogLine.Safe(4));
        int whole = text.size();
        byte[] last = encoded(new LogLine.Committed(named("u", 6)), 0);
        text.write(last, 0, Math.min(bytes, last.length - 1));
        LogReader.Log log = read(0);
        assertThat(log.torn()).isTrue();
        assertThat(log.length()).isGreaterThan(whole);
        assertThat(log.state().done().next()).isEqualTo(4);
        assertThat(log.state().unpublished()).isEmpty();
    }

    @Test
    void whatFollowsATornLineCounts() {
        add(snapshotOf(new LogState()));
        text.writeBytes("{\"v\":1,\"type\":\"sa\n".getBytes(StandardCharsets.US_ASCII));
        add(new LogLine.Safe(9));
        LogReader.Log log = read(0);
        assertThat(log.torn()).isFalse();
        assertThat(log.state().done().next()).isEqualTo(9);
    }

    @Test
    void anObjectWithNothingWholeInItIsAnEmptyLogThatGoesOnAtItsEnd() {
        text.writeBytes("{\"v\":1".getBytes(StandardCharsets.US_ASCII));
        LogReader.Log log = read(0);
        assertThat(log.length()).isEqualTo(6);
        assertThat(log.torn()).isTrue();
        assertThat(log.snapshot()).isEqualTo(-1);
        assertThat(log.state().done().next()).isEqualTo(-1);
    }

    @Test
    void aLongLogIsReadFromItsLatestSnapshotOn() {
        add(snapshotOf(new LogState()));
        LogState state = new LogState();
        for (int i = 0; i < 20_000; i++) {
            LogLine line = new LogLine.Safe(i);
            state.apply(line, "w");
            add(line);
        }
        state.apply(new LogLine.Safe(30_000), "w");
        add(snapshotOf(state));
        add(new LogLine.Safe(30_005));
        assertThat(text.size()).isGreaterThan(2_000_000);

        LogReader.Log log = read(0);

        assertThat(log.state().done().next()).isEqualTo(30_005);
        assertThat(store.bytesRead).isLessThanOrEqualTo(64 << 10);
        assertThat(store.reads).isEqualTo(1);
    }

    @Test
    void aSnapshotBeforeTheTailIsReadWithOneMoreRequest() {
        add(new LogLine.Snapshot(0, OffsetRuns.above(new LogState().done()), List.of()));
        add(snapshotOf(new LogState()));
        long position = snapshot;
        for (int i = 0; i < 2_000; i++) {
            add(new LogLine.Safe(i));
        }
        LogReader.Log log = read(0);
        assertThat(log.state().done().next()).isEqualTo(1_999);
        assertThat(log.snapshot()).isEqualTo(position);
        assertThat(store.reads).isEqualTo(2);
        assertThat(store.bytesRead).isLessThanOrEqualTo(text.size() + (64 << 10));
    }

    @Test
    void aLineThatIsLongerThanTheFirstLookIsRead() {
        add(snapshotOf(new LogState()));
        add(new LogLine.Safe(0));
        List<UploadedPart> parts = new ArrayList<>();
        for (int i = 1; i <= 10_000; i++) {
            parts.add(new UploadedPart(i, "0123456789ABCDEF0123456789ABCDEF", 5 << 20, (long) i));
        }
        CommittedObject large = new CommittedObject(new PreparedObject("k", "u", parts), 1, OffsetRuns.of(0, 1));
        add(new LogLine.Committed(large));
        assertThat(text.size()).as("more than one look").isGreaterThan(512 << 10);

        LogReader.Log log = read(0);

        assertThat(log.state().unpublished()).containsExactly(large);
        assertThat(store.reads).isLessThan(8);
        assertThat(store.bytesRead).isLessThan(4L * text.size());
    }

    @Test
    void aSnapshotThatIsNotWhereLinesSayItIsMeansSomebodyChangedTheLog() {
        text.writeBytes(encoded(new LogLine.Safe(1), 0));
        text.writeBytes(encoded(new LogLine.Safe(2), 0));
        assertThatThrownBy(() -> read(0)).isInstanceOf(LogException.class).hasMessageContaining("has changed it");
    }

    @ParameterizedTest
    @CsvSource({"1,false", "2,false", "5,false", "40,false", "1,true", "2,true", "5,true", "40,true"})
    void aLogThatWentOnInOtherObjectsIsFoundWithFewRequests(int sealed, boolean crashed) {
        LogState state = new LogState();
        for (int number = 0; number < sealed; number++) {
            text.reset();
            add(snapshotOf(state));
            LogLine line = new LogLine.Safe(100L * (number + 1));
            state.apply(line, "w");
            add(line);
            add(new LogLine.Sealed(number + 1));
            store.objects.put(NAMES.key(number), text.toByteArray());
        }
        if (!crashed) {
            text.reset();
            add(snapshotOf(state));
            add(new LogLine.Safe(100L * sealed + 7));
            store.objects.put(NAMES.key(sealed), text.toByteArray());
        }

        LogReader.Log log = reader.read(NAMES);

        assertThat(log.number()).isEqualTo(sealed);
        assertThat(log.state().isSealed()).isFalse();
        assertThat(log.state().writer()).isEqualTo("w");
        assertThat(log.state().done().next()).isEqualTo(crashed ? 100L * sealed : 100L * sealed + 7);
        assertThat(log.length() == 0).isEqualTo(crashed);
        assertThat(log.snapshot()).isEqualTo(crashed ? -1 : 0);
        assertThat(store.reads).isLessThanOrEqualTo(3 + 2 * (32 - Integer.numberOfLeadingZeros(sealed)));
    }
}
