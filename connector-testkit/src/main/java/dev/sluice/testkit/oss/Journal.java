package dev.sluice.testkit.oss;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Writes down each change before it is made, so that the next emulator over the same folder knows it. What was written
 * survives the end of the process, not that of the machine: nothing waits for the disk. Thread-safe.
 */
final class Journal implements AutoCloseable {
    /** What a record is about, and how it begins: never renumbered, because folders outlive versions. */
    enum Kind {
        START(1),
        BUCKET(2),
        BUCKET_GONE(3),
        KEY(4),
        UPLOAD(5),
        PART(6),
        UPLOAD_GONE(7);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        static Kind of(byte code) throws IOException {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IOException("the journal has records of a kind that is not known here");
        }
    }

    private @Nullable DataOutputStream out;
    private final boolean lasting;

    private Journal(@Nullable OutputStream out) {
        this.out = out == null ? null : new DataOutputStream(out);
        this.lasting = out != null;
    }

    /** For what goes with the emulator: writes nothing. */
    static Journal none() {
        return new Journal(null);
    }

    /** @param out takes whole records, each with one write */
    static Journal to(OutputStream out) {
        return new Journal(out);
    }

    void start(long generation) {
        if (lasting) {
            write(Kind.START, new RecordWriter().number(generation));
        }
    }

    void bucket(Bucket bucket) {
        if (lasting) {
            RecordWriter writer = new RecordWriter()
                    .text(bucket.name())
                    .time(bucket.created())
                    .text(bucket.storageClass())
                    .text(bucket.acl())
                    .text(bucket.versioning().name())
                    .map(bucket.documents());
            write(Kind.BUCKET, writer);
        }
    }

    void bucketGone(String bucket) {
        if (lasting) {
            write(Kind.BUCKET_GONE, new RecordWriter().text(bucket));
        }
    }

    /** All versions of a key as they will be; none when it goes. */
    void key(String bucket, String key, List<StoredObject> versions) {
        if (lasting) {
            RecordWriter writer = new RecordWriter().text(bucket).text(key).number(versions.size());
            versions.forEach(writer::object);
            write(Kind.KEY, writer);
        }
    }

    void upload(String bucket, MultipartUpload upload) {
        if (lasting) {
            RecordWriter writer = new RecordWriter()
                    .text(bucket)
                    .text(upload.id())
                    .text(upload.key())
                    .time(upload.initiated())
                    .attributes(upload.attributes());
            write(Kind.UPLOAD, writer);
        }
    }

    void part(String bucket, String uploadId, MultipartUpload.Part part) {
        if (lasting) {
            RecordWriter writer = new RecordWriter()
                    .text(bucket)
                    .text(uploadId)
                    .number(part.number())
                    .body(part.body())
                    .time(part.lastModified());
            write(Kind.PART, writer);
        }
    }

    void uploadGone(String bucket, String uploadId) {
        if (lasting) {
            write(Kind.UPLOAD_GONE, new RecordWriter().text(bucket).text(uploadId));
        }
    }

    /** Length, checksum, kind, record: a record that was cut off is known by that and counts for nothing. */
    private synchronized void write(Kind kind, RecordWriter writer) {
        try {
            if (out == null) {
                throw new IOException("the emulator is closed");
            }
            byte[] record = writer.bytes();
            ByteBuffer frame = ByteBuffer.allocate(record.length + 9);
            frame.putInt(record.length + 1).putInt(0).put(kind.code).put(record);
            frame.putInt(4, checksum(frame.array(), 8, record.length + 1));
            out.write(frame.array());
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int checksum(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    @Override
    public synchronized void close() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }
}
