package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuickstartReportTest {

    private static final Comparison.Result CLEAN = new Comparison.Result(7, 0, 0, 0, 0, List.of());
    private static final Comparison.Result DIRTY = new Comparison.Result(9, 1, 2, 3, 4, List.of("missing test-0@5"));

    @TempDir
    Path temp;

    @Test
    void theNumbersAreWrittenByTheNamesThatArePromised() throws IOException {
        Path file = temp.resolve("q.json");
        new QuickstartReport(7, CLEAN, 3, DIRTY, Duration.ofMillis(1_500)).write(file);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.toString())
                .isEqualTo("{\"records_produced\":7,\"rows_written\":7,\"objects_written\":3,\"records_in_objects\":9,"
                        + "\"missing\":1,\"duplicates\":2,\"altered\":3,\"unexpected\":4,\"seconds\":1.5}");
    }

    @Test
    void oneBadSideMakesItBad() {
        assertThat(new QuickstartReport(7, CLEAN, 3, CLEAN, Duration.ZERO).clean())
                .isTrue();
        assertThat(new QuickstartReport(7, CLEAN, 3, DIRTY, Duration.ZERO).clean())
                .isFalse();
        assertThat(new QuickstartReport(7, DIRTY, 3, CLEAN, Duration.ZERO).clean())
                .isFalse();
        assertThat(new QuickstartReport(8, CLEAN, 3, CLEAN, Duration.ZERO).clean())
                .as("one was produced that nobody was asked for")
                .isFalse();
    }

    @Test
    void examplesAreShown() {
        StringWriter out = new StringWriter();
        Screen screen = new Screen(new PrintWriter(out), false);
        new QuickstartReport(7, DIRTY, 3, CLEAN, Duration.ofSeconds(2)).show(screen);
        assertThat(out.toString())
                .contains("9 rows in the table of 7: 1 missing, 2 twice, 3 altered, 4 unexpected")
                .contains("missing test-0@5")
                .contains("7 records in 3 objects of 7: 0 missing")
                .contains("2.0 s");
    }

    @Test
    void withoutATerminalProgressIsAFewLines() {
        StringWriter out = new StringWriter();
        try (Screen.Progress progress = new Screen(new PrintWriter(out), false).progress("Producing", 10_000)) {
            for (int done = 0; done <= 10_000; done++) {
                progress.at(done);
            }
        }
        assertThat(out.toString().lines())
                .hasSize(5)
                .contains("Producing: 5,000 of 10,000")
                .endsWith("Producing: 10,000 of 10,000");
    }
}
