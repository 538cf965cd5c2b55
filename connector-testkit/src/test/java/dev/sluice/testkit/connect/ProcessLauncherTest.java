package dev.sluice.testkit.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessLauncherTest {

    /** A process that prints a line and then never ends by itself. */
    static final class Sleeper {
        public static void main(String[] args) throws Exception {
            System.out.println("sleeping " + String.join(" ", args));
            new CountDownLatch(1).await();
        }
    }

    @TempDir
    Path temp;

    @Test
    void aProcessEndsWhenItsParentLetsGo() throws Exception {
        ClusterFolder folder = ClusterFolder.create(temp);
        // As the operating system does when the parent is killed: the pipe to the child's standard input is closed.
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path") + java.io.File.pathSeparator + folder.launcher(),
                        ParentWatch.class.getName(),
                        Sleeper.class.getName(),
                        "deep")
                .start();
        try {
            assertThat(child.inputReader().readLine()).isEqualTo("sleeping deep");
            assertThat(child.isAlive()).isTrue();
            child.outputWriter().close();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void killAllLeavesNothing() {
        ClusterFolder folder = ClusterFolder.create(temp);
        ProcessLauncher launcher = new ProcessLauncher(KafkaRuntime.ofClassPath(), folder);
        ChildProcess first = launcher.launch("first", List.of(), Sleeper.class.getName());
        ChildProcess second = launcher.launch("second", List.of(), Sleeper.class.getName());
        assertThat(first.alive()).isTrue();
        launcher.killAll();
        launcher.killAll();
        assertThat(first.alive()).isFalse();
        assertThat(second.alive()).isFalse();
    }

    @Test
    void aFailureShowsTheEndOfTheLogOfThatProcessOnly() {
        ClusterFolder folder = ClusterFolder.create(temp);
        ProcessLauncher launcher = new ProcessLauncher(KafkaRuntime.ofClassPath(), folder);
        assertThat(launcher.launch("it", List.of(), "no.such.First").awaitExit(Duration.ofSeconds(30)))
                .isNotZero();
        ChildProcess second = launcher.launch("it", List.of(), "no.such.Second");
        second.awaitExit(Duration.ofSeconds(30));
        assertThat(second.failure("ended"))
                .hasMessageContaining("it ended (process " + second.pid() + ", ended with 1)")
                .hasMessageContaining("no.such.Second")
                .hasMessageNotContaining("no.such.First");
    }

    @Test
    void aProcessThatDoesNotListenToTermIsKilled() {
        ClusterFolder folder = ClusterFolder.create(temp);
        ProcessLauncher launcher = new ProcessLauncher(KafkaRuntime.ofClassPath(), folder);
        ChildProcess child = launcher.launch("it", List.of(), Sleeper.class.getName());
        child.awaitStop(Duration.ZERO);
        assertThat(child.alive()).isFalse();
    }

    @Test
    void portsAreFreeAndDiffer() throws IOException {
        List<Integer> ports = new ProbedPorts(new Random(7)).find(20);
        assertThat(new HashSet<>(ports)).hasSize(20);
        assertThat(ports).allSatisfy(port -> assertThat(port).isBetween(15_000, 32_000));
        try (ServerSocket taken = new ServerSocket(ports.get(0), 1, InetAddress.getLoopbackAddress())) {
            assertThat(new ProbedPorts(new Random(7)).find(19)).doesNotContain(taken.getLocalPort());
        }
    }

    @Test
    void aPollGivesUpAtItsDeadline() {
        assertThatThrownBy(() -> Poll.until(
                        Duration.ofMillis(1), Optional::empty, () -> new IllegalStateException("time is up")))
                .hasMessage("time is up");
    }

    @Test
    void aRuntimeNeedsJars() throws IOException {
        assertThatThrownBy(() -> KafkaRuntime.inFolder(temp.resolve("none"))).hasMessageContaining("No such folder");
        assertThatThrownBy(() -> KafkaRuntime.inFolder(temp)).hasMessageContaining("holds no jar");
        Files.createFile(temp.resolve("kafka.jar"));
        assertThat(KafkaRuntime.inFolder(temp).classPath()).endsWith(java.io.File.separator + "*");
    }

    @Test
    void aFolderThatWasNamedIsKept() {
        ClusterFolder named = ClusterFolder.create(temp);
        named.deleteIfTemporary();
        assertThat(named.etc()).isDirectory();
        ClusterFolder made = ClusterFolder.create(null);
        made.deleteIfTemporary();
        made.deleteIfTemporary();
        assertThat(made.etc()).doesNotExist();
    }
}
