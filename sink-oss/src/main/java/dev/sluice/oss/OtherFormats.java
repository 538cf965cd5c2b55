package dev.sluice.oss;

import static dev.sluice.oss.OtherConnectors.isTrue;

import dev.sluice.core.config.Aliases;
import dev.sluice.core.config.Translation;
import dev.sluice.oss.format.FormatOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What the objects of the other connectors hold. */
final class OtherFormats {
    private static final String CLASS = "format.class";
    private static final String FORMAT = "format";
    private static final String OUTPUT_FIELDS = "format.output.fields";
    private static final String COMPRESSION = "oss.compression.type";
    private static final String LEVEL = "oss.compression.level";
    private static final String S3_COMPRESSION = "s3.compression.type";
    private static final String AVRO_CODEC = "avro.codec";
    private static final String OSS_PACKAGE = "com.aliyun.oss.connect.kafka.format.";
    private static final String S3_PACKAGE = "io.confluent.connect.s3.format.";
    private static final String PARQUET_JSON = OSS_PACKAGE + "parquet.ParquetJsonFormat";

    private static final Map<String, String> FORMATS = Map.of(
            S3_PACKAGE + "json.JsonFormat", "jsonl",
            S3_PACKAGE + "avro.AvroFormat", "avro",
            S3_PACKAGE + "parquet.ParquetFormat", "parquet",
            S3_PACKAGE + "bytearray.ByteArrayFormat", "bytes",
            OSS_PACKAGE + "json.JsonFormat", "jsonl",
            OSS_PACKAGE + "avro.AvroFormat", "avro",
            OSS_PACKAGE + "parquet.ParquetAvroFormat", "parquet",
            OSS_PACKAGE + "bytearray.ByteArrayFormat", "bytes");

    private static final Map<String, String> AVRO_CODECS =
            Map.of("null", "none", "deflate", "gzip", "snappy", "snappy", "zstandard", "zstd");

    private static final Map<String, String> PARQUET_CODECS = Map.of(
            "none",
            "none",
            "uncompressed",
            "none",
            "gzip",
            "gzip",
            "snappy",
            "snappy",
            "zstd",
            "zstd",
            "lz4",
            "lz4",
            "lz4_raw",
            "lz4");

    private OtherFormats() {}

    static void addTo(Aliases aliases) {
        aliases.read(
                        CLASS,
                        Type.STRING,
                        "The class name of a format in place of " + FORMAT
                                + ". JsonFormat: jsonl. AvroFormat: avro. ParquetFormat "
                                + "and ParquetAvroFormat: parquet. ByteArrayFormat: bytes. ParquetJsonFormat is refused.",
                        OtherFormats::format)
                .read(
                        AVRO_CODEC,
                        Type.STRING,
                        "null, deflate, snappy, zstandard: the same as none, gzip, snappy, zstd of " + COMPRESSION
                                + ", with avro alone. bzip2 is refused.",
                        (codec, config) -> codec(AVRO_CODEC, codec, "avro", AVRO_CODECS, config));
        for (String name : List.of("parquet.codec", "oss.parquet.compression.codec")) {
            aliases.read(
                    name,
                    Type.STRING,
                    "The same as " + COMPRESSION
                            + ", with parquet alone; none and uncompressed are none. lzo and brotli are refused.",
                    (codec, config) -> codec(name, codec, "parquet", PARQUET_CODECS, config));
        }
        aliases.read(
                        S3_COMPRESSION,
                        Type.STRING,
                        "The same as " + COMPRESSION + ", except with avro and parquet, which it was never for.",
                        OtherFormats::compression)
                .read(
                        "s3.compression.level",
                        Type.STRING,
                        "The same as " + LEVEL + ", when " + S3_COMPRESSION + " is gzip.",
                        OtherFormats::level)
                .read(
                        "oss.parquet.protobuf.schema.class",
                        Type.STRING,
                        "Not used: it was for ParquetJsonFormat.",
                        (value, config) -> config.hasNoEffect(
                                "oss.parquet.protobuf.schema.class", "it was for ParquetJsonFormat"));
        stored(aliases, "store.kafka.keys", "key");
        stored(aliases, "store.kafka.headers", "headers");
        String sameObject = "keys and headers are stored with the value, in its format";
        aliases.unused("keys.format.class", sameObject)
                .unused("headers.format.class", sameObject)
                .read(
                        "json.decimal.format",
                        Type.STRING,
                        "NUMERIC is what is done; BASE64 is refused.",
                        OtherFormats::decimals)
                .unused(
                        "report.null.values.to.dlq",
                        "what " + FormatOptions.BEHAVIOR_ON_NULL_VALUES
                                + "=ignore leaves out is not reported; with fail and runtime.error.tolerance=all it is")
                .read(
                        "tombstone.encoded.partition",
                        Type.STRING,
                        "Refused when records without a value are written into directories of a field, which they do not have.",
                        OtherFormats::tombstones)
                .read(
                        "s3.schema.partition.affix.type",
                        Type.STRING,
                        "NONE is what is done; PREFIX and SUFFIX are refused.",
                        OtherFormats::affix);
    }

    /** What objects will hold, by the name here. */
    private static String formatOf(Translation config) {
        return config.given(FORMAT)
                .or(() -> config.given(CLASS).map(FORMATS::get))
                .orElse("json");
    }

    private static boolean hasBlocks(Translation config) {
        return formatOf(config).equals("avro") || formatOf(config).equals("parquet");
    }

    private static void format(String name, Translation config) {
        if (config.given(FORMAT).isPresent()) {
            config.hasNoEffect(CLASS, FORMAT + " says it");
            return;
        }
        String format = FORMATS.get(name);
        if (format == null) {
            config.refuse(
                    CLASS,
                    name.equals(PARQUET_JSON)
                            ? "text has no columns; give records a schema with their converter, such as JsonConverter with "
                                    + "schemas, and set " + FORMAT + "=parquet"
                            : "must be JsonFormat, AvroFormat, ParquetFormat, ParquetAvroFormat or ByteArrayFormat, with its "
                                    + "package; or remove it and set " + FORMAT);
            return;
        }
        config.set(FORMAT, format, CLASS);
        if (isForLinesAlone(config)) {
            // It means another thing there: blocks and pages have a codec of their own.
            config.remove(COMPRESSION);
            config.hasNoEffect(
                    COMPRESSION,
                    "with " + CLASS + " it is for lines and bytes alone; set " + FORMAT + " to use it for " + format);
        }
    }

    /** The one name that kafka-connect-oss and this sink have for two things. */
    private static boolean isForLinesAlone(Translation config) {
        return hasBlocks(config)
                && config.given(FORMAT).isEmpty()
                && config.given(CLASS)
                        .filter(name -> name.startsWith(OSS_PACKAGE))
                        .isPresent()
                && config.given(COMPRESSION)
                        .filter(codec -> codec.equals("none") || codec.equals("gzip"))
                        .isPresent();
    }

    private static void codec(
            String name, String codec, String format, Map<String, String> codecs, Translation config) {
        if (!formatOf(config).equals(format)) {
            config.hasNoEffect(name, "it is for " + format);
            return;
        }
        String ours = codecs.get(codec.toLowerCase(Locale.ROOT));
        if (ours == null) {
            config.refuse(
                    name,
                    "this sink does not have that codec; take "
                            + String.join(
                                    ", ", codecs.keySet().stream().sorted().toList()));
        } else if (isForLinesAlone(config)) {
            config.replace(COMPRESSION, ours);
        } else {
            config.set(COMPRESSION, ours, name);
        }
    }

    private static void compression(String codec, Translation config) {
        if (hasBlocks(config)) {
            config.hasNoEffect(S3_COMPRESSION, "it is not for " + formatOf(config));
        } else {
            config.set(COMPRESSION, codec.toLowerCase(Locale.ROOT), S3_COMPRESSION);
        }
    }

    private static void level(String level, Translation config) {
        boolean gzip =
                config.given(S3_COMPRESSION).filter("gzip"::equalsIgnoreCase).isPresent();
        if (gzip && !hasBlocks(config)) {
            config.set(LEVEL, level, "s3.compression.level");
        } else {
            config.hasNoEffect("s3.compression.level", "it is for " + S3_COMPRESSION + "=gzip with lines and bytes");
        }
    }

    private static void stored(Aliases aliases, String name, String field) {
        aliases.read(
                name,
                Type.STRING,
                "true is refused unless " + OUTPUT_FIELDS + " has " + field
                        + ": they are stored with the value, in one object.",
                (on, config) -> {
                    boolean has = config.given(OUTPUT_FIELDS)
                            .filter(fields -> Arrays.stream(fields.split(",", -1))
                                    .anyMatch(each -> each.trim().equals(field)))
                            .isPresent();
                    if (isTrue(name, on, config) && !has) {
                        config.refuse(
                                name,
                                "there are no objects for them beside the others; set " + OUTPUT_FIELDS
                                        + " to what is stored of a record, such as key,value,headers, and remove this");
                    }
                });
    }

    private static void decimals(String how, Translation config) {
        if (!how.equalsIgnoreCase("NUMERIC")) {
            config.refuse(
                    "json.decimal.format",
                    "decimals are stored as numbers, with all digits; set NUMERIC if readers take that");
        }
    }

    private static void tombstones(String directory, Translation config) {
        boolean writes = config.given(FormatOptions.BEHAVIOR_ON_NULL_VALUES)
                .filter("write"::equalsIgnoreCase)
                .isPresent();
        boolean byField = config.given(PartitionOptions.PARTITIONER)
                .filter(name -> name.equals("field") || name.endsWith(".FieldPartitioner"))
                .isPresent();
        if (writes && byField) {
            config.refuse(
                    "tombstone.encoded.partition",
                    "a record without a value has no field to be named by; take "
                            + FormatOptions.BEHAVIOR_ON_NULL_VALUES + "=ignore or fail, or a field of the key");
        } else {
            config.hasNoEffect(
                    "tombstone.encoded.partition", "it is for records without a value in directories of a field");
        }
    }

    private static void affix(String type, Translation config) {
        if (!type.equalsIgnoreCase("NONE")) {
            config.refuse(
                    "s3.schema.partition.affix.type",
                    "the name of the schema is in no directory; set NONE if readers do without it");
        }
    }
}
