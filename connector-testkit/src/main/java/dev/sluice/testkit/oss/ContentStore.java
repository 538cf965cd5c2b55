package dev.sluice.testkit.oss;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps the bytes of objects: small ones in memory while there is room, all others in files. Thread-safe. */
final class ContentStore implements AutoCloseable {
    private static final int FIRST_PIECE = 16 << 10;
    private static final int MAX_PIECE = 4 << 20;
    private static final int FILE_BUFFER = 256 << 10;

    /** One body may take this part of the memory. */
    private static final int SHARE = 16;

    private final long memory;
    private final @Nullable Path lasting;
    private final AtomicLong inMemory = new AtomicLong();
    private final AtomicLong files;
    private final boolean md5;
    private @Nullable Path temporary;
    private boolean closed;

    private ContentStore(long memory, @Nullable Path lasting, long firstFile, boolean md5) {
        this.memory = memory;
        this.lasting = lasting;
        this.files = new AtomicLong(firstFile);
        this.md5 = md5;
    }

    /** Files go into a folder that is made when the first one is needed, and deleted at the end. */
    static ContentStore passing(long memory, boolean md5) {
        return new ContentStore(memory, null, 0, md5);
    }

    /**
     * Everything goes into files of this folder and stays there.
     *
     * @param firstFile greater than the number of any file that is there
     */
    static ContentStore lasting(Path folder, long firstFile, boolean md5) {
        return new ContentStore(0, folder, firstFile, md5);
    }

    /** Whether the MD5 of what comes in is wanted, which costs more than all the rest of taking it in. */
    boolean md5() {
        return md5;
    }

    /** How many bytes are in memory now. */
    long inMemory() {
        return inMemory.get();
    }

    /** @param length of what will come; less than 0 when that is not known */
    Receiver receiver(long length) throws IOException {
        return new Receiver(length);
    }

    private synchronized Path newFile() throws IOException {
        if (closed) {
            throw new IOException("the emulator is closed");
        }
        Path folder = lasting;
        if (folder == null) {
            if (temporary == null) {
                temporary = Files.createTempDirectory("oss-emulator-");
            }
            folder = temporary;
        }
        return folder.resolve(Long.toString(files.getAndIncrement()));
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (temporary == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(temporary)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the emulator's temporary files", e);
        }
        temporary = null;
    }

    /** Takes in one body; closed before it is finished it leaves nothing. */
    final class Receiver implements Closeable {
        private final long length;
        private final List<Piece> pieces = new ArrayList<>();
        private int pieceSize;
        private long total;
        private byte @Nullable [] buffer;
        private @Nullable Path path;
        private @Nullable OutputStream out;
        private boolean finished;

        private Receiver(long length) throws IOException {
            this.length = length;
            this.pieceSize = length < 0 ? FIRST_PIECE : MAX_PIECE;
            if (lasting != null ? length != 0 : !fits(length)) {
                spill();
            }
        }

        /** Where to read the next bytes to; of no length when all that was announced is here. */
        byte[] room() {
            if (out != null) {
                byte[] reused = buffer == null ? new byte[FILE_BUFFER] : buffer;
                buffer = reused;
                return reused;
            }
            return new byte[length < 0 ? pieceSize : (int) Math.min(pieceSize, length - total)];
        }

        /** Takes the first bytes of what {@link #room} gave. */
        void add(byte[] bytes, int count) throws IOException {
            total += count;
            if (out == null && count > 0 && !fits(total)) {
                spill();
            }
            if (out != null) {
                out.write(bytes, 0, count);
            } else if (count > 0) {
                byte[] kept = count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
                pieces.add(new Piece.InMemory(kept, count, inMemory));
                pieceSize = Math.min(MAX_PIECE, 2 * pieceSize);
            }
        }

        private boolean fits(long bytes) {
            return lasting == null && bytes <= memory / SHARE && inMemory.get() + bytes <= memory;
        }

        /** From here on everything is in a file, also what came before. */
        private void spill() throws IOException {
            Path made = newFile();
            path = made;
            OutputStream stream = Files.newOutputStream(made);
            out = stream;
            for (Piece piece : pieces) {
                piece.open(0).transferTo(stream);
                piece.release();
            }
            pieces.clear();
        }

        Content finish() throws IOException {
            if (out != null && path != null) {
                out.close();
                if (total > 0) {
                    pieces.add(new Piece.InFile(path, total));
                } else {
                    Files.deleteIfExists(path);
                }
            }
            finished = true;
            return new Content(pieces, pieces.stream().map(Piece::size).toList());
        }

        @Override
        public void close() throws IOException {
            if (!finished) {
                finished = true;
                pieces.forEach(Piece::release);
                if (out != null && path != null) {
                    out.close();
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
