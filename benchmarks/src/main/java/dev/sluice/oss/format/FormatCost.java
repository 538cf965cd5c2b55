package dev.sluice.oss.format;

import dev.sluice.benchmarks.SideBySide;
import dev.sluice.core.mapping.RecordOrigin;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What it costs to make Avro and Parquet of records of ten fields, beside the libraries' writers that are fed with rows which
 * are made before, and lines of JSON and CSV beside Jackson. The promise is 80 % of their speed, so at most 1.25 times.
 *
 * <pre>
 * mvn -q -B -DskipTests -pl benchmarks -am package
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' dev.sluice.oss.format.FormatCost
 * </pre>
 */
public final class FormatCost {
    private static final int RECORDS = 100_000;
    /** Objects in a round: the clock of processor time has steps of 10 ms. */
    private static final int OBJECTS = 5;

    private FormatCost() {}

    public static void main(String[] args) {
        List<SinkRecord> records = Rows.records(RECORDS, 20);
        SideBySide.compare(
                "a row of ten fields as a line of JSON",
                List.of(JacksonLibrary.json(records, OBJECTS), new Format("jsonl", "none", records)));
        SideBySide.compare(
                "a row of ten fields as a line of CSV",
                List.of(JacksonLibrary.csv(records, OBJECTS), new Format("csv", "none", records)));
        for (String codec : List.of("none", "zstd")) {
            SideBySide.compare(
                    "a row of ten fields as Avro, codec " + codec,
                    List.of(new AvroLibrary(records, codec), new Format("avro", codec, records)));
            SideBySide.compare(
                    "a row of ten fields as Parquet, codec " + codec,
                    List.of(new ParquetLibrary(records, codec, OBJECTS), new Format("parquet", codec, records)));
        }
    }

    static Map<String, String> config(String format, String codec) {
        return Map.of("format", format, "oss.compression.type", codec);
    }

    /** The sink's format as the sink uses it: it finds the record's lane, and encodes it. */
    private static final class Format implements SideBySide.Alternative {
        private final String name;
        private final RecordFormat format;
        private final List<SinkRecord> records;
        private final List<RecordOrigin> origins;

        Format(String name, String codec, List<SinkRecord> records) {
            this.name = name;
            this.format = Rows.options(config(name, codec)).open();
            this.records = records;
            this.origins = Rows.origins(records);
        }

        @Override
        public String name() {
            return "format=" + name;
        }

        @Override
        public long round() {
            for (int i = 0; i < OBJECTS; i++) {
                object();
            }
            return (long) OBJECTS * records.size();
        }

        private void object() {
            Rows.Counter output = new Rows.Counter();
            ObjectEncoder encoder = null;
            for (int i = 0; i < records.size(); i++) {
                Lane lane = format.laneOf(records.get(i));
                if (encoder == null) {
                    encoder = format.open(output, lane);
                }
                encoder.encode(records.get(i), origins.get(i));
            }
            if (encoder == null || output.bytes < 0) {
                throw new IllegalStateException("nothing was written");
            }
            encoder.finish();
        }
    }

    /** Avro's own container files, of its own records. */
    private static final class AvroLibrary implements SideBySide.Alternative {
        private final Schema schema = SchemaBuilder.record("Row")
                .fields()
                .requiredString("s0")
                .requiredString("s1")
                .requiredString("s2")
                .requiredString("s3")
                .requiredLong("i0")
                .requiredLong("i1")
                .requiredLong("i2")
                .optionalLong("o")
                .requiredDouble("d")
                .requiredBoolean("b")
                .endRecord();
        private final List<GenericRecord> rows = new ArrayList<>();
        private final String codec;

        AvroLibrary(List<SinkRecord> records, String codec) {
            this.codec = codec;
            for (SinkRecord record : records) {
                GenericRecord row = new GenericData.Record(schema);
                for (Field field : Rows.SCHEMA.fields()) {
                    row.put(field.name(), ((Struct) record.value()).get(field));
                }
                rows.add(row);
            }
        }

        @Override
        public String name() {
            return "Avro's DataFileWriter, fed directly";
        }

        @Override
        public long round() {
            for (int i = 0; i < OBJECTS; i++) {
                object();
            }
            return (long) OBJECTS * rows.size();
        }

        private void object() {
            try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
                writer.setCodec(codec.equals("zstd") ? CodecFactory.zstandardCodec(3) : CodecFactory.nullCodec());
                writer.create(schema, OutputStream.nullOutputStream());
                for (GenericRecord row : rows) {
                    writer.append(row);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
