package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.OSS;
import dev.sluice.testkit.internal.HttpHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is held where, which no client can see. */
class OssMemoryTest {
    private static final int LIMIT = 1 << 20;

    private final ContentStore store = ContentStore.passing(LIMIT, true);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatIsSmallStaysInMemoryUntilThatIsFull() throws Exception {
        List<Content> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add(receive(50_000, i % 2 == 0));
            assertThat(store.inMemory()).isLessThanOrEqualTo(LIMIT);
        }
        assertThat(all.get(0).pieces()).allMatch(piece -> piece instanceof Piece.InMemory);
        assertThat(all.get(39).pieces()).allMatch(piece -> piece instanceof Piece.InFile);
        for (Content content : all) {
            assertThat(read(content)).isEqualTo(OssContract.noise(50_000));
        }
        all.forEach(Content::release);
        assertThat(store.inMemory()).isZero();
    }

    @Test
    void whatIsLargeGoesToAFileThatGoesWithItsLastHolder() throws Exception {
        for (boolean declared : new boolean[] {true, false}) {
            Content content = receive(100_000, declared);
            assertThat(content.pieces()).hasSize(1).allMatch(piece -> piece instanceof Piece.InFile);
            assertThat(store.inMemory()).isZero();
            try (var reader = content.open(99_000, 1000)) {
                content.release();
                assertThat(reader).isNotNull();
                assertThat(reader.readAllBytes())
                        .isEqualTo(Arrays.copyOfRange(OssContract.noise(100_000), 99_000, 100_000));
            }
            assertThat(content.open(0, 1)).isNull();
        }
    }

    @Test
    void temporaryFilesGoWithTheStore() throws Exception {
        Content content = receive(100_000, true);
        Path file = ((Piece.InFile) content.pieces().get(0)).path();
        assertThat(file).exists();
        store.close();
        assertThat(file.getParent()).doesNotExist();
        assertThatThrownBy(() -> receive(100_000, true)).isInstanceOf(IOException.class);
    }

    @Test
    void anEmulatorThatHoldsNothingInMemoryServesAllTheSame() throws Exception {
        try (OssEmulator emulator =
                OssEmulator.builder().bucket("some").memoryLimit(0).build()) {
            emulator.start();
            OSS oss = emulator.client();
            byte[] body = OssContract.noise(300_000);
            oss.putObject("some", "k", new ByteArrayInputStream(body));
            assertThat(oss.getObject("some", "k").getObjectContent().readAllBytes())
                    .isEqualTo(body);
            oss.shutdown();
            emulator.close();
            assertThatThrownBy(emulator::start).isInstanceOf(IllegalStateException.class);
        }
    }

    private Content receive(int size, boolean declared) throws IOException {
        var body = new ByteArrayInputStream(OssContract.noise(size));
        if (declared) {
            return ReceivedBody.copyOf(body, size, store).content();
        }
        OssRequest request = new OssRequest(
                "PUT", "h", "b", "k", Map.of(), List.of(new HttpHeader("Transfer-Encoding", "chunked")), body);
        return ReceivedBody.object(request, store).content();
    }

    private static byte[] read(Content content) throws IOException {
        try (var in = content.open(0, content.length())) {
            assertThat(in).isNotNull();
            return in.readAllBytes();
        }
    }
}
