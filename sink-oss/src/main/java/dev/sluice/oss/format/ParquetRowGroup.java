package dev.sluice.oss.format;

import dev.sluice.oss.format.ParquetSchema.Compiled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;
import org.apache.parquet.column.values.fallback.FallbackValuesWriter;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** The rows of an object that are not a complete row group yet, column by column as the library encodes them. */
final class ParquetRowGroup {
    /** Heap of a column before it has a value, about. */
    private static final int HEAP_OF_COLUMN = 4 << 10;

    private final Compiled schema;
    private final ColumnWriteStore columns;
    private final ColumnChunkPageWriteStore pages;
    private final RecordConsumer consumer;
    private final CountingAllocator allocator = new CountingAllocator();
    private final Dictionaries dictionaries = new Dictionaries();
    private final int width;
    private long rows;

    ParquetRowGroup(Compiled schema, ParquetOptions options, ParquetCodecs codecs) {
        this.schema = schema;
        this.width = schema.type().getColumns().size();
        ParquetProperties properties = properties(options, allocator, dictionaries);
        this.pages = new ColumnChunkPageWriteStore(
                codecs.getCompressor(codecs.codecName()),
                schema.type(),
                allocator,
                properties.getColumnIndexTruncateLength(),
                properties.getPageWriteChecksumEnabled());
        this.columns = properties.newColumnWriteStore(schema.type(), pages, pages);
        this.consumer = new ColumnIOFactory().getColumnIO(schema.type()).getRecordWriter(columns);
    }

    /** What the library is told of how to write; the same for the whole object. */
    static ParquetProperties properties(ParquetOptions options) {
        return properties(options, new CountingAllocator(), new Dictionaries());
    }

    private static ParquetProperties properties(
            ParquetOptions options, ByteBufferAllocator allocator, ValuesWriterFactory values) {
        return ParquetProperties.builder()
                .withPageSize(options.pageBytes())
                .withDictionaryPageSize(options.pageBytes())
                // Not a hundred, because rows may be large.
                .withMinRowCountForPageSizeCheck(1)
                .withAllocator(allocator)
                .withValuesWriterFactory(values)
                .build();
    }

    /** @param taken values of all columns; null where there is none */
    void write(@Nullable Object[] taken) {
        consumer.startMessage();
        ParquetType.writeAll(schema.members(), taken, consumer);
        consumer.endMessage();
        rows++;
    }

    long rows() {
        return rows;
    }

    /** Bytes of the library's buffers; quickly known. */
    long bufferBytes() {
        return allocator.held;
    }

    /** Bytes of heap: buffers to the byte, dictionaries about. */
    long heldBytes() {
        return allocator.held + dictionaries.heldBytes() + (long) HEAP_OF_COLUMN * width;
    }

    /** Complete pages as they are stored, values of the others encoded. */
    long encodedBytes() {
        return columns.getBufferedSize();
    }

    /** Puts it at the end of the file; nothing is added or asked after it. */
    void appendTo(ParquetFileWriter file) throws IOException {
        consumer.flush();
        if (rows > 0) {
            file.startBlock(rows);
            columns.flush();
            pages.flushToFileWriter(file);
            file.endBlock();
        }
        columns.close();
        pages.close();
    }

    /** Makes writers as the library does, and remembers those with a dictionary, whose memory comes from no allocator. */
    private static final class Dictionaries implements ValuesWriterFactory {
        // The library's usual factory is a static one that keeps whose properties it saw last, of whatever object and
        // task.
        private final ValuesWriterFactory factory = new DefaultV1ValuesWriterFactory();
        private final List<ParquetDictionary> dictionaries = new ArrayList<>();

        @Override
        public void initialize(ParquetProperties properties) {
            factory.initialize(properties);
        }

        @Override
        public ValuesWriter newValuesWriter(ColumnDescriptor column) {
            ValuesWriter writer = factory.newValuesWriter(column);
            if (writer instanceof FallbackValuesWriter<?, ?> values) {
                dictionaries.add(new ParquetDictionary(values, column.getPrimitiveType()));
            }
            return writer;
        }

        long heldBytes() {
            long held = 0;
            for (ParquetDictionary dictionary : dictionaries) {
                held += dictionary.heldBytes();
            }
            return held;
        }
    }

    private static final class CountingAllocator implements ByteBufferAllocator {
        private long held;

        @Override
        public ByteBuffer allocate(int bytes) {
            held += bytes;
            return ByteBuffer.allocate(bytes);
        }

        @Override
        public void release(ByteBuffer buffer) {
            held -= buffer.capacity();
        }

        @Override
        public boolean isDirect() {
            return false;
        }
    }
}
