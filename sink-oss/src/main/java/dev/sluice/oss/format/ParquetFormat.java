package dev.sluice.oss.format;

import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.oss.format.ParquetSchema.Compiled;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** <a href="https://parquet.apache.org/docs/file-format/">Parquet</a> files. */
final class ParquetFormat implements RecordFormat {
    private final SchemaLanes lanes;
    private final ParquetOptions options;
    private final ParquetCodecs codecs;
    private final SchemaCache<Lane, Compiled> compiled;

    /** @param compression not auto */
    ParquetFormat(SchemaLanes lanes, ParquetOptions options, Compression compression) {
        this.lanes = lanes;
        this.compiled = new SchemaCache<>(lane -> ParquetSchema.compile(lane.schema()));
        this.options = options;
        // A library that the worker lacks is missed now and not at the first record.
        StreamCodec.of(compression);
        this.codecs = new ParquetCodecs(compression);
    }

    @Override
    public String extension() {
        return ".parquet";
    }

    @Override
    public String contentType() {
        return "application/vnd.apache.parquet";
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
        private @Nullable ParquetObject object;

        Encoder(ObjectOutput output, Lane lane, Compiled schema) {
            this.output = output;
            this.lane = lane;
            this.schema = schema;
        }

        @Override
        public void encode(SinkRecord record, RecordOrigin origin) {
            @Nullable Object[] row = lanes.rowOf(record, origin, lane);
            try {
                for (int i = 0; i < row.length; i++) {
                    row[i] = schema.members().get(i).take(row[i]);
                }
            } catch (ClassCastException e) {
                throw RowValues.unlikeItsSchema(e);
            }
            object().write(row);
        }

        private ParquetObject object() {
            ParquetObject opened = object;
            if (opened == null) {
                opened = new ParquetObject(output, schema, options, codecs);
                object = opened;
            }
            return opened;
        }

        @Override
        public long pendingBytes() {
            return object == null ? 0 : object.pendingBytes();
        }

        @Override
        public void finish() {
            object().finish();
        }
    }
}
