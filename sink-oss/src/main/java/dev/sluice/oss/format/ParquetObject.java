package dev.sluice.oss.format;

import dev.sluice.oss.format.ParquetSchema.Compiled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file that grows row group by row group. One that is complete is appended to the object at once, and its memory is
 * free. The library's own ParquetWriter does not tell what it holds, and looks at its size after a hundred rows at the earliest.
 */
final class ParquetObject {
    /** The library walks through all columns to say its size, so it is not asked with each row, and less often as rows grow in number. */
    private static final int FEWEST_ROWS_BETWEEN_LOOKS = 16;

    private static final int MOST_ROWS_BETWEEN_LOOKS = 256;
    /** Growth of the buffers after which their size is looked at sooner, because rows are large. */
    private static final int BYTES_BETWEEN_LOOKS = 64 << 10;
    /** What the footer will say of a column's part of a row group takes so much of the heap, about. */
    private static final int FOOTER_OF_COLUMN = 1 << 10;

    private final ObjectOutput output;
    private final Compiled schema;
    private final ParquetOptions options;
    private final ParquetCodecs codecs;
    private final ParquetFileWriter file;
    private ParquetRowGroup group;
    private long pendingBytes;
    private long footerBytes;
    private long nextLook;
    private long bytesLooked;

    ParquetObject(ObjectOutput output, Compiled schema, ParquetOptions options, ParquetCodecs codecs) {
        this.output = output;
        this.schema = schema;
        this.options = options;
        this.codecs = codecs;
        try {
            this.file = new ParquetFileWriter(
                    new ParquetStream(output),
                    schema.type(),
                    ParquetFileWriter.Mode.OVERWRITE,
                    options.rowGroupBytes(),
                    0,
                    null,
                    ParquetRowGroup.properties(options));
            file.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.group = new ParquetRowGroup(schema, options, codecs);
    }

    /** @param taken values of all columns; null where there is none */
    void write(@Nullable Object[] taken) {
        group.write(taken);
        if (group.rows() == 1 || group.rows() >= nextLook || group.bufferBytes() >= bytesLooked + BYTES_BETWEEN_LOOKS) {
            look();
        }
    }

    private void look() {
        pendingBytes = group.encodedBytes();
        if (pendingBytes >= options.rowGroupBytes()) {
            append();
            group = new ParquetRowGroup(schema, options, codecs);
        }
        nextLook = group.rows()
                + Math.max(FEWEST_ROWS_BETWEEN_LOOKS, Math.min(MOST_ROWS_BETWEEN_LOOKS, group.rows() / 16));
        bytesLooked = group.bufferBytes();
        output.holds(group.heldBytes() + footerBytes);
    }

    private void append() {
        try {
            group.appendTo(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pendingBytes = 0;
        footerBytes += (long) FOOTER_OF_COLUMN * schema.type().getColumns().size();
    }

    /** Bytes of the row group that is not appended yet: complete pages as they are stored, values of the others encoded. */
    long pendingBytes() {
        return pendingBytes;
    }

    void finish() {
        append();
        try {
            file.end(Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        output.holds(0);
    }
}
