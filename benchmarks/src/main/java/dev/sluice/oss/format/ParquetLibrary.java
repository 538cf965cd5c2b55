package dev.sluice.oss.format;

import dev.sluice.benchmarks.SideBySide;
import dev.sluice.oss.format.ParquetSchema.Compiled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** Parquet's own writer, with Java's strings and numbers that only have to be handed to it. Same sizes and codec as the sink's. */
final class ParquetLibrary implements SideBySide.Alternative {
    private final FormatOptions options;
    private final Compiled schema;
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private final int objects;

    ParquetLibrary(List<SinkRecord> records, String codec, int objects) {
        this.objects = objects;
        this.options = Rows.options(FormatCost.config("parquet", codec));
        ParquetFormat format = (ParquetFormat) options.open();
        this.schema = ParquetSchema.compile(format.laneOf(records.get(0)).schema());
        for (SinkRecord record : records) {
            Struct value = (Struct) record.value();
            @Nullable Object[] row = new Object[schema.members().size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = value.get(value.schema().fields().get(i));
            }
            rows.add(row);
        }
    }

    @Override
    public String name() {
        return "Parquet's ParquetWriter, fed directly";
    }

    @Override
    public long round() {
        for (int i = 0; i < objects; i++) {
            object();
        }
        return (long) objects * rows.size();
    }

    private void object() {
        ParquetCodecs codecs = new ParquetCodecs(options.compression);
        try (ParquetWriter<@Nullable Object[]> writer = new Builder(new ParquetStream(new Rows.Counter()), schema)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(codecs)
                .withCompressionCodec(codecs.codecName())
                .withRowGroupSize((long) options.parquet.rowGroupBytes())
                .withPageSize(options.parquet.pageBytes())
                .withDictionaryPageSize(options.parquet.pageBytes())
                .build()) {
            @Nullable Object[] taken = new Object[rows.get(0).length];
            for (@Nullable Object[] row : rows) {
                for (int i = 0; i < taken.length; i++) {
                    taken[i] = row[i] instanceof String text ? Binary.fromString(text) : row[i];
                }
                writer.write(taken);
            }
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
}
