package dev.sluice.oss.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.google.common.hash.Hashing;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.oss.format.AvroSchema.Compiled;
import dev.sluice.oss.format.Compression.Codec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Avro's <a href="https://avro.apache.org/docs/1.12.0/specification/#object-container-files">container files</a>, written
 * here because the library's writer holds some 100 KB for each open file, whatever is in it.
 */
final class AvroFormat implements RecordFormat {
    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int SYNC_BYTES = 16;
    /** What the library takes for a block, before it is compressed. */
    private static final int BLOCK_BYTES = 64_000;

    private final SchemaLanes lanes;
    private final Compression compression;
    private final SchemaCache<Lane, Compiled> compiled;
    private final ByteSink row = new ByteSink();
    private final ByteSink block = new ByteSink();

    /** @param compression not lz4, which Avro does not have */
    AvroFormat(SchemaLanes lanes, Compression compression, JsonFactory json) {
        this.lanes = lanes;
        this.compiled = new SchemaCache<>(lane -> AvroSchema.compile(lane.schema(), json));
        this.compression = compression;
        // A library that the worker lacks is missed now and not at the first record.
        StreamCodec.of(compression);
    }

    @Override
    public String extension() {
        return ".avro";
    }

    @Override
    public String contentType() {
        return "application/vnd.apache.avro";
    }

    @Override
    public Lane laneOf(SinkRecord record) {
        Lane lane = lanes.laneOf(record);
        compiled.get(lane);
        return lane;
    }

    @Override
    public ObjectEncoder open(ObjectOutput output, Lane lane) {
        return new Encoder(output, lane, compiled.get(lane));
    }

    private final class Encoder implements ObjectEncoder {
        private final ObjectOutput output;
        private final Lane lane;
        private final Compiled schema;
        private final byte[] sync;
        private final ByteSink pending = new ByteSink();
        private int pendingRows;
        private boolean started;

        Encoder(ObjectOutput output, Lane lane, Compiled schema) {
            this.output = output;
            this.lane = lane;
            this.schema = schema;
            // Not random, so that the same records are the same object.
            this.sync = Arrays.copyOf(
                    Hashing.sha256()
                            .hashString("sync " + lane.id(), StandardCharsets.UTF_8)
                            .asBytes(),
                    SYNC_BYTES);
            output.holds(pending.capacity());
        }

        @Override
        public void encode(SinkRecord record, RecordOrigin origin) {
            @Nullable Object[] values = lanes.rowOf(record, origin, lane);
            row.clear();
            List<AvroType> types = schema.types();
            try {
                for (int i = 0; i < values.length; i++) {
                    types.get(i).write(values[i], row);
                }
            } catch (ClassCastException e) {
                throw RowValues.unlikeItsSchema(e);
            }
            start();
            pending.write(row.array(), 0, row.length());
            pendingRows++;
            if (pending.length() >= BLOCK_BYTES) {
                writeBlock();
            }
            output.holds(pending.capacity());
        }

        private void start() {
            if (started) {
                return;
            }
            started = true;
            block.clear();
            block.write(MAGIC);
            AvroBinary.writeLong(2, block);
            AvroBinary.writeString("avro.codec", block);
            AvroBinary.writeString(codecName(), block);
            AvroBinary.writeString("avro.schema", block);
            AvroBinary.writeString(schema.json(), block);
            AvroBinary.writeLong(0, block);
            block.write(sync);
            block.appendTo(output);
        }

        private void writeBlock() {
            block.clear();
            compress(pending, block);
            row.clear();
            AvroBinary.writeLong(pendingRows, row);
            AvroBinary.writeLong(block.length(), row);
            row.appendTo(output);
            block.appendTo(output);
            output.append(sync);
            pending.clear();
            pendingRows = 0;
        }

        @Override
        public long pendingBytes() {
            return pending.length();
        }

        @Override
        public void finish() {
            start();
            if (pendingRows > 0) {
                writeBlock();
            }
            output.holds(0);
        }
    }

    private String codecName() {
        return switch (compression.codec()) {
            case GZIP -> "deflate";
            case ZSTD -> "zstandard";
            case SNAPPY -> "snappy";
            case AUTO, NONE, LZ4 -> "null";
        };
    }

    private void compress(ByteSink plain, ByteSink into) {
        Codec codec = compression.codec();
        if (codec == Codec.GZIP) {
            GzipCompressor.deflate(plain.array(), plain.length(), compression.level(), Deflater.NO_FLUSH, into);
        } else if (codec == Codec.ZSTD) {
            ZstdCompressor.compress(plain.array(), plain.length(), compression.levelOr(3), into);
        } else if (codec == Codec.SNAPPY) {
            SnappyCompressor.compress(plain.array(), plain.length(), into);
            CRC32 crc = new CRC32();
            crc.update(plain.array(), 0, plain.length());
            into.writeIntLittleEndian(Integer.reverseBytes((int) crc.getValue()));
        } else {
            into.write(plain.array(), 0, plain.length());
        }
    }
}
