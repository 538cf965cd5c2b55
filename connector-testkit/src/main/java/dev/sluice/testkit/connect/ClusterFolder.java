package dev.sluice.testkit.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The folder that holds what a cluster writes: {@code etc}, {@code logs}, {@code data} and the launcher's one class. */
final class ClusterFolder {

    private static final String LAUNCHER_CLASS = ParentWatch.class.getName().replace('.', '/') + ".class";

    private final Path root;
    private final boolean temporary;

    private ClusterFolder(Path root, boolean temporary) {
        this.root = root;
        this.temporary = temporary;
    }

    /** Makes the folder, a temporary one if none is given. */
    static ClusterFolder create(@Nullable Path given) {
        try {
            Path root = given == null ? Files.createTempDirectory("sluice-connect-") : given.toAbsolutePath();
            ClusterFolder folder = new ClusterFolder(root, given == null);
            for (Path part : new Path[] {folder.etc(), folder.logs(), folder.launcher()}) {
                Files.createDirectories(part);
            }
            folder.copyLauncher();
            folder.write("reload4j.properties", LogConfigs.reload4j());
            folder.write("log4j2.properties", LogConfigs.log4j2());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the data folder of the cluster", e);
        }
    }

    Path etc() {
        return root.resolve("etc");
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path data(String process) {
        return root.resolve("data").resolve(process);
    }

    Path launcher() {
        return root.resolve("launcher");
    }

    /** Writes a config file in the {@code etc} folder and says where it is. */
    Path write(String name, Map<String, String> properties) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(properties)
                .forEach((key, value) ->
                        text.append(key).append('=').append(escape(value)).append('\n'));
        try {
            return Files.writeString(etc().resolve(name), text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + name, e);
        }
    }

    void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    // The broker deletes segments while it ends.
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure) throws IOException {
                    Files.deleteIfExists(dir);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + folder, e);
        }
    }

    /** Deletes everything, but only if the folder is a temporary one made here. */
    void deleteIfTemporary() {
        if (temporary) {
            delete(root);
        }
    }

    private void copyLauncher() throws IOException {
        Path target = launcher().resolve(LAUNCHER_CLASS);
        Path parent = target.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (InputStream bytes = ParentWatch.class.getResourceAsStream("/" + LAUNCHER_CLASS)) {
            if (bytes == null) {
                throw new IllegalStateException("Not on the class path: " + LAUNCHER_CLASS);
            }
            Files.write(target, bytes.readAllBytes());
        }
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
    }
}
