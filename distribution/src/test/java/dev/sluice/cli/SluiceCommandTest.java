package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class SluiceCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = SluiceCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "quickstart", "emulator", "log"})
    void helpIsEverywhere(String command) {
        assertThat(command.isEmpty() ? run("--help") : run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: sluice " + command).contains("Exit codes:");
    }

    @Test
    void theVersionIsSaid() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("sluice ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fly",
                "emulator --oss-port",
                "emulator --oss-port high",
                "emulator --oss-port 70000",
                "emulator --bucket Not_A_Bucket",
                "quickstart --records many",
                "quickstart --records -1"
            })
    void wrongUsageEndsWithTwoAndSaysHow(String arguments) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("Usage: sluice").doesNotContain("\tat ");
    }

    @Test
    void aMistypedOptionIsAnsweredWithTheRightOne() {
        assertThat(run("quickstart", "--jsn", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--jsn").contains("--json");
    }

    @Test
    void aPortInUseIsSaidInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(run("emulator", "--tablestore-port", port)).isEqualTo(1);
            assertThat(err.toString().strip())
                    .startsWith("sluice: The Tablestore emulator cannot start: ")
                    .contains(port)
                    .doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"oss, The OSS emulator", "tablestore, The Tablestore emulator"})
    void aFolderThatCannotBeUsedIsSaidInOneLine(String taken, String service, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve(taken), "a file, where a folder has to be");
        assertThat(run("emulator", "--folder", folder.toString())).isEqualTo(1);
        assertThat(err.toString().strip())
                .startsWith("sluice: " + service + " cannot start: ")
                .contains(folder.resolve(taken).toString())
                .doesNotContain("\n");
    }

    @Test
    void withoutAnInstallationTheLauncherIsNamed() {
        assertThat(run("quickstart", "--exit")).isEqualTo(1);
        assertThat(err.toString()).contains("bin/sluice").doesNotContain("\tat ");
    }
}
