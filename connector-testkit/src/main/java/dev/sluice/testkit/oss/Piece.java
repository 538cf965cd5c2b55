package dev.sluice.testkit.oss;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A run of bytes that contents share. What is there never changes, but more may follow; each content knows how much
 * of it is its own. It goes when the last holder lets go: stored contents, and answers that are being sent.
 */
abstract sealed class Piece {
    private int holders = 1;

    /** False when it is gone already. */
    synchronized boolean hold() {
        if (holders == 0) {
            return false;
        }
        holders++;
        return true;
    }

    synchronized void release() {
        if (holders == 0) {
            throw new IllegalStateException("released too often");
        }
        holders--;
        if (holders == 0) {
            discard();
        }
    }

    abstract long size();

    abstract InputStream open(long from) throws IOException;

    /** Adds bytes at the end; false when there is no room for them. One thread at a time. */
    abstract boolean extend(InputStream more, long count) throws IOException;

    abstract void discard();

    /** In memory, and counted there. */
    static final class InMemory extends Piece {
        /** Appends are gathered in one array up to this size. */
        private static final int MAX_GROWN = 1 << 20;

        private final AtomicLong counter;
        private volatile byte[] bytes;
        private volatile int size;

        InMemory(byte[] bytes, int size, AtomicLong counter) {
            this.bytes = bytes;
            this.size = size;
            this.counter = counter;
            counter.addAndGet(bytes.length);
        }

        @Override
        long size() {
            return size;
        }

        @Override
        InputStream open(long from) {
            return new ByteArrayInputStream(bytes, (int) from, size - (int) from);
        }

        @Override
        boolean extend(InputStream more, long count) throws IOException {
            long wanted = size + count;
            if (wanted > MAX_GROWN) {
                return false;
            }
            byte[] grown = bytes;
            if (wanted > grown.length) {
                grown = Arrays.copyOf(grown, (int) Math.min(MAX_GROWN, Math.max(4096, 2 * wanted)));
                counter.addAndGet(grown.length - bytes.length);
            }
            more.readNBytes(grown, size, (int) count);
            bytes = grown;
            size = (int) wanted;
            return true;
        }

        @Override
        void discard() {
            counter.addAndGet(-bytes.length);
        }
    }

    /** In a file of its own. */
    static final class InFile extends Piece {
        private final Path path;
        private volatile long size;

        InFile(Path path, long size) {
            this.path = path;
            this.size = size;
        }

        Path path() {
            return path;
        }

        String name() {
            return path.getFileName().toString();
        }

        @Override
        long size() {
            return size;
        }

        @Override
        InputStream open(long from) throws IOException {
            InputStream in = Files.newInputStream(path);
            try {
                in.skipNBytes(from);
                return in;
            } catch (IOException e) {
                in.close();
                throw e;
            }
        }

        @Override
        boolean extend(InputStream more, long count) throws IOException {
            long before = size;
            if (Files.size(path) != before) {
                // An append that was cut off left something behind.
                return false;
            }
            try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.APPEND)) {
                long added = more.transferTo(out);
                size = before + added;
            }
            return true;
        }

        @Override
        void discard() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
