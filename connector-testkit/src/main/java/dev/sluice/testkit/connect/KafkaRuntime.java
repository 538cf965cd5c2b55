package dev.sluice.testkit.connect;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The class path that broker and workers are started with, and so the version of Kafka that a {@link ConnectCluster}
 * runs. It needs {@code kafka_2.13}, {@code connect-runtime} and {@code connect-json}, and an slf4j binding to log with: a
 * failure shows the last lines of a process's log.
 *
 * @param classPath a class path as {@code java -cp} takes it; never blank
 */
public record KafkaRuntime(String classPath) {

    /**
     * Takes the class path as it is.
     *
     * @param classPath not blank; that it holds a Kafka shows when a process starts
     * @throws IllegalArgumentException when it is blank
     */
    public KafkaRuntime {
        if (classPath.isBlank()) {
            throw new IllegalArgumentException("The class path of a Kafka runtime is empty");
        }
    }

    /**
     * Takes every jar of a folder, such as the one of a Kafka installation.
     *
     * @param lib a folder that holds jars
     * @return a class path with all of them, in no particular order
     * @throws IllegalArgumentException if the folder is missing or holds no jar
     */
    public static KafkaRuntime inFolder(Path lib) {
        if (!Files.isDirectory(lib)) {
            throw new IllegalArgumentException("No such folder of Kafka jars: " + lib);
        }
        try (var jars = Files.newDirectoryStream(lib, "*.jar")) {
            if (!jars.iterator().hasNext()) {
                throw new IllegalArgumentException("The folder holds no jar: " + lib);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + lib, e);
        }
        return new KafkaRuntime(lib.toAbsolutePath().normalize() + File.separator + "*");
    }

    /**
     * Takes the class path of the running process. Plugins on it are then visible to the workers without isolation; use
     * {@link #inFolder} where that matters.
     *
     * @return the system property {@code java.class.path}, as of now
     */
    public static KafkaRuntime ofClassPath() {
        return new KafkaRuntime(System.getProperty("java.class.path", ""));
    }
}
