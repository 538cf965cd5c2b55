package dev.sluice.oss.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.sluice.oss.format.Compression.Codec;
import dev.sluice.oss.format.FramedEncoder.Frame;
import dev.sluice.oss.format.ValueOptions.Binary;

/** Puts the formats together. */
final class Formats {
    private Formats() {}

    static JsonFactory jsonFactory() {
        return new JsonFactoryBuilder()
                .rootValueSeparator((String) null)
                // The usual pool hangs on the thread and outlives the task.
                .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                .build();
    }

    static RecordFormat open(FormatOptions options, long budgetBytes) {
        JsonFactory json = jsonFactory();
        return switch (options.format) {
            case JSON ->
                options.fields == null
                        ? new JsonArrayFormat(options.jsonLayout, options.values, streamCodec(options), json)
                        : jsonRows(options, ".json", "application/json", Frame.JSON_ARRAY, "", json);
            case JSONL -> jsonRows(options, ".jsonl", "application/x-ndjson", Frame.NONE, "\n", json);
            case CSV -> csv(options, json);
            case AVRO -> new AvroFormat(lanes(options, json), options.compression.or(Codec.NONE), json);
            case PARQUET ->
                new ParquetFormat(
                        lanes(options, json),
                        options.parquet.within(budgetBytes),
                        options.compression.or(Codec.SNAPPY));
            case BYTES ->
                new FramedFormat(
                        options.raw.extension(),
                        "application/octet-stream",
                        Frame.NONE,
                        RawRows.bytes(fields(options).only(), limit(options, json), options.raw.separator()),
                        streamCodec(options));
            case TEXT ->
                new FramedFormat(
                        ".txt",
                        "text/plain; charset=utf-8",
                        Frame.NONE,
                        RawRows.text(
                                fields(options).only(),
                                limit(options, json),
                                new RecordText(
                                        json,
                                        options.values.binary() != Binary.BASE64,
                                        options.values.binary() == Binary.UTF8)),
                        streamCodec(options));
        };
    }

    private static RecordFormat jsonRows(
            FormatOptions options, String extension, String type, Frame frame, String lineEnd, JsonFactory json) {
        JsonRows rows = new JsonRows(
                json, fields(options), limit(options, json), options.values.binary() == Binary.UTF8, lineEnd);
        return new FramedFormat(extension, type, frame, rows, streamCodec(options));
    }

    private static RecordFormat csv(FormatOptions options, JsonFactory json) {
        OutputFields fields = fields(options);
        return new CsvFormat(
                lanes(options, json), fields.named(), options.csv, cellText(options, json), streamCodec(options));
    }

    private static SchemaLanes lanes(FormatOptions options, JsonFactory json) {
        return new SchemaLanes(
                new RowShape(fields(options), limit(options, json), cellText(options, json)), options.compatibility);
    }

    private static RecordText cellText(FormatOptions options, JsonFactory json) {
        boolean utf8 = options.values.binary() == Binary.UTF8;
        return new RecordText(json, utf8, utf8);
    }

    private static OutputFields fields(FormatOptions options) {
        return options.fields == null ? OutputFields.VALUE_ALONE : options.fields;
    }

    private static ValueLimit limit(FormatOptions options, JsonFactory json) {
        return new ValueLimit(
                options.values,
                fields(options).contains(OutputField.VALUE_SIZE),
                new RecordText(json, true, options.values.binary() == Binary.UTF8));
    }

    private static StreamCodec streamCodec(FormatOptions options) {
        return StreamCodec.of(options.compression.or(Codec.NONE));
    }
}
