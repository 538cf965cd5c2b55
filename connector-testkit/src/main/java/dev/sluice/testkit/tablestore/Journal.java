package dev.sluice.testkit.tablestore;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened to one table, in a file: a record for each change, with its length and checksum. What was flushed
 * survives the end of the process, however it ends; it is not forced to the disk, so a power failure may lose it. A
 * record that the end of the process cut short is dropped when the file is read. Thread-safe.
 */
final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final int PENDING_BYTES = 1 << 20;
    private static final int HEAD_BYTES = 8;
    /** A file may have this many bytes, or some times as many as what is still true, before it is written anew. */
    private static final long SMALL_BYTES = 64L << 20;

    private static final int GARBAGE_FACTOR = 3;

    private final @Nullable Path file;
    private ByteBuffer pending = ByteBuffer.allocate(0);
    private final CRC32C sum = new CRC32C();
    private @Nullable FileChannel channel;
    private long size;
    private boolean discarded;

    private Journal(@Nullable Path file) {
        this.file = file;
    }

    /** Keeps nothing. */
    static Journal none() {
        return new Journal(null);
    }

    static Journal at(Path file) {
        return new Journal(file);
    }

    /** Takes one record of a file. */
    interface Reader {
        void record(byte kind, byte[] content) throws ServiceError;
    }

    boolean isOn() {
        return file != null;
    }

    /** Adds a record; {@link #flush} makes it last. */
    void add(byte kind, byte[] content) {
        if (file != null) {
            append(kind, content);
        }
    }

    private synchronized void append(byte kind, byte[] content) {
        if (discarded) {
            return;
        }
        sum.reset();
        sum.update(kind);
        sum.update(content);
        reserve(HEAD_BYTES + 1 + content.length);
        pending.putInt(content.length).putInt((int) sum.getValue()).put(kind).put(content);
        if (pending.position() > PENDING_BYTES) {
            flush();
        }
    }

    private void reserve(int bytes) {
        if (pending.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(1 << 13, 2 * (pending.position() + bytes)));
            pending = larger.put(pending.flip());
        }
    }

    /** @throws UncheckedIOException when the file cannot be written; the table in memory is then ahead of it */
    void flush() {
        if (file != null) {
            write(file);
        }
    }

    private synchronized void write(Path to) {
        if (discarded || pending.position() == 0) {
            return;
        }
        try {
            if (channel == null) {
                channel = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                size = channel.size();
            }
            pending.flip();
            size += pending.remaining();
            while (pending.hasRemaining()) {
                channel.write(pending);
            }
            // A large batch must not hold its memory for ever.
            pending = pending.capacity() > PENDING_BYTES ? ByteBuffer.allocate(0) : pending.clear();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + to, e);
        }
    }

    /** Whether most of the file says what is no longer true. */
    synchronized boolean isWasteful(long liveBytes) {
        return size > Math.max(SMALL_BYTES, GARBAGE_FACTOR * liveBytes);
    }

    /** Puts a file in the place of this one that holds only what the writer adds. */
    synchronized void rewrite(Consumer<Journal> writer) {
        if (file == null || discarded) {
            return;
        }
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.deleteIfExists(next);
            Journal journal = new Journal(next);
            writer.accept(journal);
            journal.flush();
            journal.close();
            close();
            pending.clear();
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            size = journal.size;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Reads every whole record, in order, and cuts off what follows the last one. */
    synchronized void read(Reader reader) throws IOException, ServiceError {
        if (file == null) {
            return;
        }
        long there = Files.size(file);
        long good = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            while (there - good > HEAD_BYTES) {
                int length = in.readInt();
                int sent = in.readInt();
                if (length < 0 || length > there - good - HEAD_BYTES - 1) {
                    break;
                }
                byte kind = in.readByte();
                byte[] content = in.readNBytes(length);
                sum.reset();
                sum.update(kind);
                sum.update(content);
                if ((int) sum.getValue() != sent) {
                    break;
                }
                reader.record(kind, content);
                good += HEAD_BYTES + 1 + length;
            }
        }
        if (good < there) {
            LOG.warn("{} bytes at the end of {} are no whole record and are dropped", there - good, file);
            try (FileChannel cut = FileChannel.open(file, StandardOpenOption.WRITE)) {
                cut.truncate(good);
            }
        }
    }

    /** Deletes the file; nothing is written any more. */
    synchronized void discard() {
        if (file == null) {
            return;
        }
        discarded = true;
        try {
            close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    /** Releases the file; the next {@link #flush} opens it again. */
    synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
