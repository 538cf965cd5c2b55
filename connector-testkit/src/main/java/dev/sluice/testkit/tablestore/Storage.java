package dev.sluice.testkit.tablestore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The folder that an emulator keeps its tables in; one emulator at a time may have it. */
final class Storage {
    private final Path folder;
    private final Collection<Instance> instances;
    private @Nullable FileChannel lock;

    Storage(Path folder, Collection<Instance> instances) {
        this.folder = folder;
        this.instances = instances;
    }

    /**
     * Takes the folder and reads it; nothing happens when it is taken already.
     *
     * @throws UncheckedIOException when the folder cannot be read or written, or another emulator has it
     */
    synchronized void open() {
        if (lock != null) {
            return;
        }
        try {
            Files.createDirectories(folder);
            lock = lock(folder.resolve("lock"));
            for (Instance instance : instances) {
                instance.load();
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("cannot use the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // One of this process has it: told like one of another process.
        }
        channel.close();
        throw new IOException("another emulator uses it");
    }

    /** Gives the folder back. */
    synchronized void close() {
        if (lock == null) {
            return;
        }
        instances.forEach(Instance::close);
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give back the folder " + folder, e);
        }
        lock = null;
    }
}
