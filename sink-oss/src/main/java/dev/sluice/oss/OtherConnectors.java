package dev.sluice.oss;

import dev.sluice.core.config.Aliases;
import dev.sluice.core.config.RetryOptions;
import dev.sluice.core.config.Translation;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * The options of <a href="https://github.com/aliyun/kafka-connect-oss">kafka-connect-oss</a> and of the
 * <a href="https://docs.confluent.io/kafka-connectors/s3-sink/current/configuration_options.html">S3 sink</a> that have another
 * name here, or no use, so that their configs run once bucket and credentials are those of OSS.
 */
final class OtherConnectors {
    static final String GROUP = "Names of kafka-connect-oss and the S3 sink";

    private static final String STORAGE_CLASS = "storage.class";
    private static final String REGION = "s3.region";
    private static final String STORE_URL = "store.url";
    private static final String SEPARATOR = "format.bytearray.separator";
    private static final String ROWS_WITHOUT_HELP =
            "the schema of rows is that of the records, and names that a format does not take are changed by itself";
    private static final String WHOLE_OBJECT =
            "requests are repeated until " + RetryOptions.RETRY_TIMEOUT_MS + ", however many that are";
    private static final String CREDENTIALS = "keys of AWS open nothing here; " + ServiceOptions.GROUP
            + " credentials are found as oss.auth.mode says, such as by oss.access.key.id";

    static final Aliases ALIASES = aliases();

    private OtherConnectors() {}

    private static Aliases aliases() {
        Aliases aliases = new Aliases(GROUP);
        OtherFormats.addTo(aliases);
        service(aliases);
        OtherObjectOptions.addTo(aliases);
        upload(aliases);
        return rest(aliases);
    }

    private static void service(Aliases aliases) {
        aliases.renamed("s3.bucket.name", ServiceOptions.BUCKET)
                .read(
                        STORE_URL,
                        Type.STRING,
                        "The same as " + ServiceOptions.ENDPOINT + "; an endpoint of AWS is refused.",
                        OtherConnectors::endpoint)
                .read(
                        REGION,
                        Type.STRING,
                        "The same as " + ServiceOptions.REGION + " when nothing else says where the bucket is.",
                        OtherConnectors::region)
                .read(
                        "s3.wan.mode",
                        Type.STRING,
                        "true: the same as " + ServiceOptions.NETWORK + "=accelerate.",
                        OtherConnectors::acceleration)
                .unused(
                        "s3.path.style.access.enabled",
                        ConnectionOptions.ADDRESSING
                                + " says where a request names the bucket, and finds the usual way itself")
                .unused("s3.http.send.expect.continue", "requests never ask before they send")
                .unused("aws.access.key.id", CREDENTIALS)
                .read(
                        "aws.secret.access.key",
                        Type.PASSWORD,
                        "Not used: " + CREDENTIALS + ".",
                        (value, config) -> config.hasNoEffect("aws.secret.access.key", CREDENTIALS))
                .unused("s3.credentials.provider.class", CREDENTIALS)
                .unusedBelow("s3.credentials.provider.", CREDENTIALS);
        OtherProxy.addTo(aliases);
    }

    private static void endpoint(String url, Translation config) {
        if (url.contains("amazonaws.com")) {
            config.refuse(
                    STORE_URL,
                    "is an endpoint of AWS; set " + ServiceOptions.ENDPOINT
                            + " to that of the bucket's region and remove this");
        } else {
            config.set(ServiceOptions.ENDPOINT, url, STORE_URL);
        }
    }

    private static boolean saysWhere(Translation config) {
        return config.given(ServiceOptions.ENDPOINT).isPresent()
                || config.given(STORE_URL).isPresent();
    }

    private static void region(String region, Translation config) {
        if (saysWhere(config) || config.given(ServiceOptions.REGION).isPresent()) {
            config.hasNoEffect(
                    REGION,
                    "the bucket is where " + ServiceOptions.ENDPOINT + " or " + ServiceOptions.REGION + " says");
        } else {
            config.set(ServiceOptions.REGION, region, REGION);
        }
    }

    private static void acceleration(String on, Translation config) {
        if (!isTrue("s3.wan.mode", on, config)) {
            return;
        }
        if (saysWhere(config)) {
            config.hasNoEffect("s3.wan.mode", "the endpoint is given; that of acceleration is one of its own");
        } else {
            config.set(ServiceOptions.NETWORK, "accelerate", "s3.wan.mode");
        }
    }

    /** What a switch says; anything but true and false is refused. */
    static boolean isTrue(String name, String value, Translation config) {
        if (value.equalsIgnoreCase("true")) {
            return true;
        }
        if (!value.equalsIgnoreCase("false")) {
            config.refuse(name, "must be true or false");
        }
        return false;
    }

    private static void upload(Aliases aliases) {
        String growing = "buffers grow with what is in them";
        aliases.renamed("s3.part.size", UploadOptions.PART_SIZE)
                .unused("s3.part.retries", WHOLE_OBJECT)
                .renamed("s3.retry.backoff.ms", RetryOptions.RETRY_BACKOFF_MS)
                .unused("s3.elastic.buffer.enable", growing)
                .unused("s3.elastic.buffer.init.capacity", growing)
                .unused(
                        "partitioner.max.open.files",
                        "the memory of all open objects together is bounded, by buffer.max.bytes")
                .unused(
                        "rotate.file.on.partition.change",
                        "each directory has an open object of its own, and each rotates by itself")
                .unused("max.write.duration.ms", "records are taken without waiting for the service")
                .unused(
                        "enable.conditional.writes",
                        "records that are read again go to the key they had before; see "
                                + ObjectOptions.FORBID_OVERWRITE)
                .unused("max.files.scan.limit", "nothing is looked for in the bucket");
    }

    private static Aliases rest(Aliases aliases) {
        String hive = "tables over the objects are made elsewhere";
        return aliases.read(
                        STORAGE_CLASS,
                        Type.STRING,
                        "Not used: objects are stored in OSS. Taken are the class names of both connectors.",
                        OtherConnectors::storage)
                .unused("schema.generator.class", hive)
                .unused("schema.cache.size", ROWS_WITHOUT_HELP)
                .unused("schemas.cache.config", ROWS_WITHOUT_HELP)
                .unused("enhanced.avro.schema.support", ROWS_WITHOUT_HELP)
                .unused("connect.meta.data", ROWS_WITHOUT_HELP)
                .unused("scrub.invalid.names", ROWS_WITHOUT_HELP)
                .unused("allow.optional.map.keys", ROWS_WITHOUT_HELP)
                .unused("flatten.singleton.unions", ROWS_WITHOUT_HELP)
                .unused("generalized.sum.type.support", ROWS_WITHOUT_HELP)
                .unused("discard.type.doc.default", ROWS_WITHOUT_HELP)
                .unused("ignore.default.for.nullables", "a null is stored as null, whatever the default of its field")
                .unused("shutdown.timeout.ms", "a task that stops gives up what is open and waits for nothing")
                .unusedBelow("hive.", hive)
                .unusedBelow("confluent.", "no licence is asked for")
                .unusedBelow("s3.", "this sink has no option like it");
    }

    private static void storage(String name, Translation config) {
        if (!name.equals("io.confluent.connect.s3.storage.S3Storage")
                && !name.equals("com.aliyun.oss.connect.kafka.storage.OSSStorage")) {
            config.refuse(STORAGE_CLASS, "objects are stored in OSS alone; remove this");
        }
    }

    /** The config with the names of this sink. */
    static Translation translate(Map<String, String> raw) {
        Translation config = ALIASES.translate(raw);
        separator(raw.get(SEPARATOR), config);
        config.given("format.class")
                .flatMap(foreign -> config.given(RetryOptions.RETRY_BACKOFF_MS))
                .filter(first -> first.matches("[0-9]{4,9}") && Long.parseLong(first) > 5_000)
                .ifPresent(
                        first -> config.set(RetryOptions.RETRY_BACKOFF_MAX_MS, first, RetryOptions.RETRY_BACKOFF_MS));
        return config;
    }

    /** Both connectors take it as it stands in the config. Here Connect cuts white space off, so a line feed has to be written. */
    private static void separator(@org.jspecify.annotations.Nullable String written, Translation config) {
        if (written == null || written.strip().equals(written)) {
            return;
        }
        String escaped = written.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        if (escaped.strip().equals(escaped)) {
            config.replace(SEPARATOR, escaped);
        } else {
            config.refuse(SEPARATOR, "must not begin or end with a blank, which Connect would cut off");
        }
    }
}
