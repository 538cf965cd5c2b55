package dev.sluice.testkit.oss;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that keeps what an emulator stores: a journal of all changes, and a file for each body. It is read once, when
 * it is opened, and its journal is then written anew without what has been undone since.
 */
final class DataFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OssEmulator.class);
    private static final int MAX_RECORD = 64 << 20;

    private final Path folder;
    private final FileChannel lock;
    private final Map<String, BucketImage> buckets = new LinkedHashMap<>();
    private final Map<String, Piece.InFile> pieces = new HashMap<>();
    private long generation;

    /** The last records about a bucket and what is in it. */
    private static final class BucketImage {
        byte[] head = new byte[0];
        final Map<String, byte[]> keys = new LinkedHashMap<>();
        final Map<String, byte[]> uploads = new LinkedHashMap<>();
        final Map<String, Map<Long, byte[]>> parts = new LinkedHashMap<>();
    }

    private DataFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes the folder for this emulator alone, and makes it when it is not there.
     *
     * @throws UncheckedIOException when it cannot be used, or another emulator uses it
     */
    static DataFolder open(Path folder) {
        try {
            Files.createDirectories(folder.resolve("bodies"));
            FileChannel lock =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            DataFolder data = new DataFolder(folder, lock);
            try {
                data.takeLock();
                data.replay();
                return data;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private void takeLock() throws IOException {
        try {
            if (lock.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // by this very process
        }
        throw new IOException("another emulator uses it");
    }

    /** No id or file name of this run is like one of an earlier run. */
    long firstNumber() {
        return generation << 32;
    }

    Path bodies() {
        return folder.resolve("bodies");
    }

    private void replay() throws IOException {
        Path journal = folder.resolve("journal");
        if (Files.exists(journal)) {
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(journal)))) {
                byte[] record = next(in);
                while (record != null) {
                    apply(Journal.Kind.of(record[0]), Arrays.copyOfRange(record, 1, record.length));
                    record = next(in);
                }
            }
        }
        generation++;
    }

    /** Null at the end, and at a record that was cut off. */
    private static byte @Nullable [] next(DataInputStream in) throws IOException {
        try {
            int length = in.readInt();
            int checksum = in.readInt();
            byte[] record = length < 1 || length > MAX_RECORD ? new byte[0] : in.readNBytes(length);
            boolean whole =
                    record.length > 0 && record.length == length && Journal.checksum(record, 0, length) == checksum;
            return whole ? record : null;
        } catch (EOFException e) {
            return null;
        }
    }

    private void apply(Journal.Kind kind, byte[] record) throws IOException {
        RecordReader reader = new RecordReader(record);
        if (kind == Journal.Kind.START) {
            generation = Math.max(generation, reader.number());
            return;
        }
        String name = reader.text();
        if (kind == Journal.Kind.BUCKET_GONE) {
            buckets.remove(name);
            return;
        }
        BucketImage image = buckets.computeIfAbsent(name, unused -> new BucketImage());
        switch (kind) {
            case BUCKET -> image.head = record;
            case KEY -> image.keys.put(reader.text(), record);
            case UPLOAD -> image.uploads.put(reader.text(), record);
            case PART ->
                image.parts
                        .computeIfAbsent(reader.text(), unused -> new LinkedHashMap<>())
                        .put(reader.number(), record);
            case UPLOAD_GONE -> {
                String id = reader.text();
                image.uploads.remove(id);
                image.parts.remove(id);
            }
            default -> throw new IllegalStateException("handled above: " + kind);
        }
    }

    /** Fills the store with what the folder holds, and goes on writing down what changes. */
    Journal restore(BucketStore store) {
        try {
            for (BucketImage image : buckets.values()) {
                restore(store, image);
            }
            buckets.clear();
            Path fresh = folder.resolve("journal.new");
            OutputStream out = Files.newOutputStream(fresh);
            Journal journal = Journal.to(out);
            journal.start(generation);
            store.all().forEach(bucket -> bucket.describe(journal));
            Files.move(
                    fresh,
                    folder.resolve("journal"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            deleteUnused();
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private void restore(BucketStore store, BucketImage image) throws IOException {
        Bucket bucket = store.restore(new RecordReader(image.head));
        for (Map.Entry<String, byte[]> entry : image.keys.entrySet()) {
            RecordReader reader = new RecordReader(entry.getValue());
            reader.text();
            reader.text();
            List<StoredObject> versions = new ArrayList<>();
            for (long left = reader.number(); left > 0; left--) {
                versions.add(reader.object(this::piece));
            }
            bucket.restore(entry.getKey(), versions);
        }
        for (Map.Entry<String, byte[]> entry : image.uploads.entrySet()) {
            RecordReader reader = new RecordReader(entry.getValue());
            reader.text();
            MultipartUpload upload =
                    new MultipartUpload(reader.text(), reader.text(), reader.time(), reader.attributes());
            for (byte[] record :
                    image.parts.getOrDefault(entry.getKey(), Map.of()).values()) {
                RecordReader part = new RecordReader(record);
                part.text();
                part.text();
                upload.put(new MultipartUpload.Part((int) part.number(), part.body(this::piece), part.time()));
            }
            bucket.restore(upload);
        }
    }

    private Piece piece(String name, long size) throws IOException {
        Piece.InFile known = pieces.get(name);
        if (known != null && known.hold()) {
            return known;
        }
        Path path = bodies().resolve(name);
        if (!Files.isRegularFile(path) || Files.size(path) < size) {
            throw new IOException("the body " + name + " is missing or too short");
        }
        Piece.InFile piece = new Piece.InFile(path, Files.size(path));
        pieces.put(name, piece);
        return piece;
    }

    /** Bodies of requests that were never answered, and of objects whose end was written down just before the stop. */
    private void deleteUnused() throws IOException {
        try (Stream<Path> all = Files.list(bodies())) {
            for (Path path : all.toList()) {
                if (!pieces.containsKey(path.getFileName().toString())) {
                    LOG.debug("deleting {}, which belongs to nothing", path.getFileName());
                    Files.delete(path);
                }
            }
        }
        pieces.clear();
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
