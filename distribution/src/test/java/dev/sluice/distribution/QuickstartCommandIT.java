package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job from end to end: the zip in a real worker, real Kafka, the emulators, every record compared. */
final class QuickstartCommandIT {

    @TempDir
    Path temp;

    @Test
    void everyRecordBecomesOneRowAndOneEnvelope() throws Exception {
        Path output = temp.resolve("out");
        Path numbers = temp.resolve("q.json");
        Process process = SluiceLauncher.start(
                output.toFile(),
                temp.resolve("err").toFile(),
                "quickstart",
                "--records",
                "2000",
                "--exit",
                "--json",
                numbers.toString());
        try {
            assertThat(process.waitFor(180, TimeUnit.SECONDS))
                    .as("ended in time")
                    .isTrue();
            assertThat(process.exitValue())
                    .as(() -> "exit code; it said: " + read(output) + read(temp.resolve("err")))
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
        JsonNode json = new ObjectMapper().readTree(numbers.toFile());
        assertThat(json.path("records_produced").asInt()).isEqualTo(2_002);
        assertThat(json.path("rows_written").asInt()).isEqualTo(2_002);
        assertThat(json.path("records_in_objects").asInt()).isEqualTo(2_002);
        assertThat(json.path("objects_written").asInt()).isPositive();
        for (String wrong : new String[] {"missing", "duplicates", "altered", "unexpected"}) {
            assertThat(json.path(wrong).asInt(-1)).as(wrong).isZero();
        }
        assertThat(read(output))
                .contains("A row of table test")
                .contains("product=foo")
                .contains("overflowFlag");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "(" + e + ")";
        }
    }
}
