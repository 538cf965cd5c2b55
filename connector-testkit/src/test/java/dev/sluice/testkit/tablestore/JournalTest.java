package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final byte KIND = 'x';

    @TempDir
    Path folder;

    @Test
    void aFileThatIsMostlyOutOfDateIsWrittenAnew() throws Exception {
        Path file = folder.resolve("table");
        Journal journal = Journal.at(file);
        byte[] megabyte = new byte[1 << 20];
        for (int i = 0; i < 65; i++) {
            journal.add(KIND, megabyte);
        }
        journal.flush();
        assertThat(journal.isWasteful(30L << 20)).isFalse();
        assertThat(journal.isWasteful(1)).isTrue();

        journal.rewrite(fresh -> fresh.add(KIND, new byte[] {1}));
        journal.add(KIND, new byte[] {2});
        journal.flush();

        assertThat(journal.isWasteful(1)).isFalse();
        assertThat(Files.size(file)).isLessThan(100);
        List<Byte> read = new ArrayList<>();
        Journal.at(file).read((kind, content) -> read.add(content[0]));
        assertThat(read).containsExactly((byte) 1, (byte) 2);
        journal.close();
    }

    @Test
    void anIllegibleRecordEndsTheFileWhereverItIsDamaged() throws Exception {
        Path file = folder.resolve("table");
        Journal journal = Journal.at(file);
        journal.add(KIND, new byte[] {1});
        journal.flush();
        int first = (int) Files.size(file);
        journal.add(KIND, new byte[] {2, 3});
        journal.flush();
        journal.close();
        byte[] whole = Files.readAllBytes(file);
        for (int at = first; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x40;
            Files.write(file, damaged);
            List<Byte> read = new ArrayList<>();
            Journal.at(file).read((kind, content) -> read.add(content[0]));
            assertThat(read).containsExactly((byte) 1);
            assertThat(Files.size(file)).isEqualTo(first);
        }
    }
}
