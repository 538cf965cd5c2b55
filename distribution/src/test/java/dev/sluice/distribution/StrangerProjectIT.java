package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody else's project, outside of this build, whose only dependency is the testkit. It gets our artifacts from a
 * repository folder made here and everything else from this build's local repository, which it cannot change: its own local
 * repository is a temporary folder.
 */
final class StrangerProjectIT {
    private static final String VERSION = System.getProperty("sluice.version");
    private static final Path MODULES = Path.of(System.getProperty("sluice.launcher"))
            .toAbsolutePath()
            .normalize()
            .getParent()
            .getParent();

    @TempDir
    Path temp;

    @Test
    void aProjectWithNothingButTheTestkitUsesItsAnnotations() throws Exception {
        publish("sluice-parent", MODULES, false);
        publish("connector-core", MODULES.resolve("connector-core"), true);
        publish("connector-testkit", MODULES.resolve("connector-testkit"), true);
        Path project = Files.createDirectories(temp.resolve("project"));
        copy("pom.xml", project.resolve("pom.xml"));
        copy("settings.xml", temp.resolve("settings.xml"));
        copy("StrangerTest.java", project.resolve("src/test/java/com/example/StrangerTest.java"));
        copy("StrangerSink.java", project.resolve("src/test/java/com/example/StrangerSink.java"));
        Path services = Files.createDirectories(project.resolve("src/test/resources/META-INF/services"));
        Files.writeString(services.resolve("org.apache.kafka.connect.sink.SinkConnector"), "com.example.StrangerSink");

        Path log = temp.resolve("maven.log");
        Process maven = new ProcessBuilder(
                        Path.of(System.getProperty("sluice.maven.home"), "bin", "mvn")
                                .toString(),
                        "-B",
                        "-ntp",
                        "-s",
                        temp.resolve("settings.xml").toString(),
                        "-Dmaven.repo.local=" + temp.resolve("local"),
                        "test")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(maven.waitFor(4, TimeUnit.MINUTES)).as("ended in time").isTrue();
        } finally {
            maven.destroyForcibly();
        }
        assertThat(Files.readString(log)).contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0");
        assertThat(maven.exitValue()).isZero();
    }

    /** As a release would be in a repository. */
    private void publish(String artifact, Path module, boolean hasJar) throws IOException {
        Path folder = Files.createDirectories(
                temp.resolve("published/dev/sluice").resolve(artifact).resolve(VERSION));
        String name = artifact + "-" + VERSION;
        Files.copy(module.resolve("pom.xml"), folder.resolve(name + ".pom"));
        if (hasJar) {
            Files.copy(module.resolve("target").resolve(name + ".jar"), folder.resolve(name + ".jar"));
        }
    }

    private void copy(String resource, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try (InputStream in = StrangerProjectIT.class.getResourceAsStream("/stranger/" + resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(
                    target,
                    text.replace("@version@", VERSION)
                            .replace(
                                    "@published@",
                                    temp.resolve("published").toUri().toString())
                            .replace(
                                    "@others@",
                                    Path.of(System.getProperty("sluice.local.repository"))
                                            .toUri()
                                            .toString()));
        }
    }
}
