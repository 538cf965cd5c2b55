package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.flow.MemoryBudget;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ObjectBufferTest {
    private final MemoryBudget budget = new MemoryBudget(1L << 30);

    @Property(tries = 50)
    void whatIsReadIsWhatWasAppended(
            @ForAll long seed, @ForAll @IntRange(max = 300) int pieces, @ForAll @IntRange(min = 1, max = 9000) int most)
            throws IOException {
        Random random = new Random(seed);
        ObjectBuffer buffer = new ObjectBuffer(budget, 0);
        java.io.ByteArrayOutputStream expected = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < pieces; i++) {
            byte[] piece = new byte[random.nextInt(most)];
            random.nextBytes(piece);
            buffer.append(piece);
            expected.write(piece);
        }

        assertThat(buffer.length()).isEqualTo(expected.size());
        assertThat(Records.bytes(buffer.content())).isEqualTo(expected.toByteArray());
        try (InputStream stream = buffer.content().open(Records.transfer())) {
            int skipped = expected.size() == 0 ? 0 : random.nextInt(expected.size());
            stream.readNBytes(skipped);
            stream.mark(Integer.MAX_VALUE);
            byte[] rest = stream.readAllBytes();
            stream.reset();
            assertThat(stream.readAllBytes()).isEqualTo(rest).hasSize(expected.size() - skipped);
        }
    }

    @Property(tries = 50)
    void theBudgetIsChargedWithAtMostHalfAsMuchAgainAndAChunk(@ForAll @IntRange(max = 3_000_000) int size) {
        MemoryBudget own = new MemoryBudget(1L << 30);
        ObjectBuffer buffer = new ObjectBuffer(own, 100);
        byte[] piece = new byte[700];
        while (buffer.length() < size) {
            buffer.append(piece);
        }

        assertThat(own.used()).isEqualTo(buffer.heldBytes()).isGreaterThanOrEqualTo(buffer.length() + 100);
        assertThat(own.used()).isLessThanOrEqualTo(buffer.length() * 3 / 2 + 1124);
        assertThat(own.used()).isLessThanOrEqualTo(buffer.length() + (256 << 10) + 1124);

        buffer.release();
        buffer.release();
        assertThat(own.used()).isZero();
    }

    @Property(tries = 100)
    void cutsAreTheContentInOrderAndNotMuchLongerThanAPart(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int pieces,
            @ForAll @IntRange(min = 1, max = 900_000) int part)
            throws IOException {
        MemoryBudget own = new MemoryBudget(1L << 30);
        Random random = new Random(seed);
        ObjectBuffer buffer = new ObjectBuffer(own, 100);
        java.io.ByteArrayOutputStream expected = new java.io.ByteArrayOutputStream();
        java.io.ByteArrayOutputStream found = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < pieces; i++) {
            byte[] piece = new byte[random.nextInt(200_000)];
            random.nextBytes(piece);
            buffer.append(piece);
            expected.write(piece);
            while (buffer.uncut() >= part) {
                ObjectBuffer.Cut cut = buffer.cut(part);
                byte[] bytes = Records.bytes(cut.content());
                assertThat(bytes).hasSizeBetween(part, part + Math.max(part, 256 << 10));
                assertThat(cut.heldBytes()).isBetween((long) bytes.length, bytes.length + (256L << 10));
                found.write(bytes);
                cut.release();
            }
            assertThat(own.used()).isEqualTo(buffer.heldBytes());
        }
        found.write(Records.bytes(buffer.content()));

        assertThat(found.toByteArray()).isEqualTo(expected.toByteArray());
        buffer.release();
        assertThat(own.used()).isZero();
    }

    @Test
    void theBudgetIsChargedForWhatTheEncoderHolds() {
        MemoryBudget own = new MemoryBudget(1L << 30);
        ObjectBuffer buffer = new ObjectBuffer(own, 100);

        buffer.holds(5000);
        buffer.holds(7000);
        assertThat(own.used()).isEqualTo(7100).isEqualTo(buffer.heldBytes());

        buffer.holds(0);
        assertThat(own.used()).isEqualTo(100);

        buffer.holds(10);
        buffer.release();
        assertThat(own.used()).isZero();
    }

    @Test
    void contentThatWasTakenDoesNotSeeWhatIsAppendedLater() {
        ObjectBuffer buffer = new ObjectBuffer(budget, 0);
        buffer.append(new byte[] {1, 2});
        ObjectContent before = buffer.content();
        buffer.append(new byte[] {3});

        assertThat(Records.bytes(before)).containsExactly(1, 2);
        assertThat(Records.bytes(buffer.content())).containsExactly(1, 2, 3);
    }

    @Test
    void contentStaysReadableAfterTheMemoryIsGivenBack() {
        ObjectBuffer buffer = new ObjectBuffer(budget, 0);
        buffer.append(new byte[] {1, 2});
        ObjectContent content = buffer.content();
        buffer.release();

        assertThat(Records.bytes(content)).containsExactly(1, 2);
        assertThatThrownBy(() -> buffer.append(new byte[5000])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readingBreaksOffWhenTheObjectIsGivenUp() throws IOException {
        ObjectBuffer buffer = new ObjectBuffer(budget, 0);
        buffer.append(new byte[] {1, 2});
        AtomicBoolean givenUp = new AtomicBoolean();
        try (InputStream stream = buffer.content().open(new Transfer(java.time.InstantSource.system(), givenUp::get))) {
            assertThat(stream.read()).isEqualTo(1);
            givenUp.set(true);
            assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
        }
    }
}
