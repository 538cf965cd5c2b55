package dev.sluice.oss.format;

import dev.sluice.oss.format.ParquetSchema.Compiled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The library's writer over an object that grows. The two methods with Hadoop's class in their signature must be there for the
 * compiler; they are never called, and the class is nowhere at run time.
 */
final class ParquetObject {
    /** What the library takes for ids of a dictionary, for each column from the start. */
    private static final int IDS_OF_COLUMN = 16 << 10;

    private final ParquetWriter<@Nullable Object[]> writer;
    private final ObjectStream stream;
    private final CountingAllocator allocator = new CountingAllocator();
    private final int leaves;
    private final int pageBytes;
    private long rowsOfGroup;
    private long groupBegan;

    ParquetObject(ObjectOutput output, Compiled schema, ParquetOptions options, ParquetCodecs codecs) {
        this.stream = new ObjectStream(output);
        this.leaves = schema.type().getColumns().size();
        this.pageBytes = options.pageBytes();
        try {
            this.writer = new Builder(stream, schema)
                    .withConf(new PlainParquetConfiguration())
                    .withCodecFactory(codecs)
                    .withCompressionCodec(codecs.codecName())
                    .withRowGroupSize((long) options.rowGroupBytes())
                    .withPageSize(options.pageBytes())
                    .withDictionaryPageSize(options.pageBytes())
                    .withMaxPaddingSize(0)
                    .withAllocator(allocator)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param taken values of all columns; null where there is none */
    void write(@Nullable Object[] taken) {
        try {
            writer.write(taken);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (stream.position > groupBegan) {
            groupBegan = stream.position;
            rowsOfGroup = 0;
        }
        rowsOfGroup++;
    }

    /**
     * Bytes that the writer holds: its pages exactly; its dictionaries, which it does not tell of, as if every value were in
     * one, up to their limit.
     */
    long heldBytes() {
        long dictionary = Math.min(rowsOfGroup * Long.BYTES * 4, pageBytes);
        return allocator.held + leaves * (IDS_OF_COLUMN + dictionary);
    }

    /** Bytes of the row group that is not appended yet: complete pages as they are stored, values of the others encoded. */
    long pendingBytes() {
        return Math.max(0, writer.getDataSize() - stream.position);
    }

    void finish() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {
        private final Compiled schema;

        Builder(OutputFile file, Compiled schema) {
            super(file);
            this.schema = schema;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // but abstract
        protected WriteSupport<@Nullable Object[]> getWriteSupport(Configuration hadoop) {
            throw new UnsupportedOperationException("there is no Hadoop here");
        }

        @Override
        protected WriteSupport<@Nullable Object[]> getWriteSupport(ParquetConfiguration configuration) {
            return new RowSupport(schema);
        }
    }

    private static final class RowSupport extends WriteSupport<@Nullable Object[]> {
        private final Compiled schema;
        private @Nullable RecordConsumer consumer;

        RowSupport(Compiled schema) {
            this.schema = schema;
        }

        @Override
        @SuppressWarnings("deprecation") // but abstract
        public WriteContext init(Configuration hadoop) {
            throw new UnsupportedOperationException("there is no Hadoop here");
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(schema.type(), Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer to) {
            consumer = to;
        }

        @Override
        public void write(@Nullable Object[] taken) {
            RecordConsumer to = consumer;
            if (to == null) {
                throw new IllegalStateException("the writer was not prepared");
            }
            to.startMessage();
            ParquetType.writeAll(schema.members(), taken, to);
            to.endMessage();
        }
    }

    private static final class ObjectStream extends PositionOutputStream implements OutputFile {
        private final ObjectOutput output;
        private long position;

        ObjectStream(ObjectOutput output) {
            this.output = output;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) {
            output.append(bytes, offset, count);
            position += count;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return this;
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return this;
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
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
