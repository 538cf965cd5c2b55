package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.config.Translation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configs that were written for kafka-connect-oss and for the S3 sink. */
class OtherConnectorsTest {
    private static final String S3 = "io.confluent.connect.s3.format.";
    private static final String OSS = "com.aliyun.oss.connect.kafka.format.";

    private static Map<String, String> errors(Map<String, String> config) {
        Map<String, String> errors = new TreeMap<>();
        new OssSinkConnector()
                .validate(config)
                .configValues()
                .forEach(value -> value.errorMessages()
                        .forEach(message -> errors.merge(value.name(), message, (a, b) -> a + "; " + b)));
        return errors;
    }

    private static Map<String, String> s3(String... keysAndValues) {
        Map<String, String> config = Records.config(
                "format.class", S3 + "json.JsonFormat",
                "storage.class", "io.confluent.connect.s3.storage.S3Storage",
                "flush.size", "1000");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    /** What an option comes to. Space separates several options; NONE is an option that is not set. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NONE",
            value = {
                "format.class=io.confluent.connect.s3.format.json.JsonFormat | format | jsonl",
                "format.class=io.confluent.connect.s3.format.avro.AvroFormat | format | avro",
                "format.class=io.confluent.connect.s3.format.parquet.ParquetFormat | format | parquet",
                "format.class=io.confluent.connect.s3.format.bytearray.ByteArrayFormat | format | bytes",
                "format.class=com.aliyun.oss.connect.kafka.format.json.JsonFormat | format | jsonl",
                "format.class=com.aliyun.oss.connect.kafka.format.avro.AvroFormat | format | avro",
                "format.class=com.aliyun.oss.connect.kafka.format.parquet.ParquetAvroFormat | format | parquet",
                "format.class=com.aliyun.oss.connect.kafka.format.bytearray.ByteArrayFormat | format | bytes",
                "format=avro avro.codec=deflate | oss.compression.type | gzip",
                "format=avro avro.codec=null | oss.compression.type | none",
                "format=avro avro.codec=snappy oss.compression.type=zstd | oss.compression.type | zstd",
                "format=parquet parquet.codec=GZIP | oss.compression.type | gzip",
                "format=parquet oss.parquet.compression.codec=UNCOMPRESSED | oss.compression.type | none",
                "format=jsonl s3.compression.type=gzip | oss.compression.type | gzip",
                "format=jsonl s3.compression.type=gzip s3.compression.level=9 | oss.compression.level | 9",
                "s3.bucket.name=their-bucket oss.bucket= | oss.bucket | their-bucket",
                "oss.endpoint= store.url=https://oss-cn-beijing.aliyuncs.com | oss.endpoint | https://oss-cn-beijing.aliyuncs.com",
                "oss.endpoint= s3.region=eu-central-1 | oss.region | eu-central-1",
                "oss.endpoint= s3.region=eu-central-1 s3.wan.mode=true | oss.network | accelerate",
                "s3.part.size=26214400 | oss.part.size | 26214400",
                "s3.retry.backoff.ms=200 | retry.backoff.ms | 200",
                "s3.acl.canned=public-read | oss.object.acl | public-read",
                "s3.ssea.name=AES256 | oss.object.encryption | aes256",
                "s3.ssea.name=aws:kms s3.sse.kms.key.id=k-1 | oss.object.encryption | kms",
                "s3.ssea.name=aws:kms s3.sse.kms.key.id=k-1 | oss.object.encryption.kms.key.id | k-1",
                "s3.object.tagging=true s3.object.tagging.key.value.pairs=team:data,url:a:b | oss.object.tags | team=data,url=a:b",
                "s3.proxy.url=http://proxy:3128 | oss.proxy.host | proxy",
                "s3.proxy.url=http://proxy:3128 | oss.proxy.port | 3128",
                "s3.proxy.url=http://u:p@proxy | oss.proxy.port | 80",
                "s3.proxy.url=http://u:p@proxy | oss.proxy.username | u",
                "s3.proxy.url=http://u:p@proxy | oss.proxy.password | p",
                "s3.proxy.url=http://u:p@proxy s3.proxy.user=v s3.proxy.password=q | oss.proxy.username | v",
                "s3.proxy.url=http://proxy s3.proxy.user=v s3.proxy.password=q | oss.proxy.password | q",
                "format.class=io.confluent.connect.s3.format.json.JsonFormat retry.backoff.ms=10000 | retry.backoff.max.ms | 10000",
                "storage.class=io.confluent.connect.s3.storage.S3Storage | oss.bucket | a-bucket",
                "store.kafka.keys=true format=jsonl format.output.fields=key,value | format.output.fields | key,value",
                "store.kafka.headers=true format=jsonl format.output.fields=value,headers | format.output.fields | value,headers",
                "json.decimal.format=NUMERIC | oss.compression.type | NONE",
                "s3.schema.partition.affix.type=NONE | oss.compression.type | NONE",
                "s3.object.tagging=true | oss.object.tags.counts | true",
                "s3.object.tagging=false | oss.object.tags.counts | NONE",
                "store.kafka.keys=false store.kafka.headers=false | format.output.fields | NONE",
            })
    void anOptionMeansWhatItMeantThere(String written, String key, String value) {
        Map<String, String> config = Records.config(pairs(written));

        assertThat(errors(config)).isEmpty();
        Translation translation = OtherConnectors.translate(config);
        assertThat(translation.config().get(key)).isEqualTo(value);
        assertThat(translation.warnings()).isEmpty();
    }

    private static String[] pairs(String written) {
        return java.util.Arrays.stream(written.split(" "))
                .flatMap(pair -> java.util.Arrays.stream(pair.split("=", 2)))
                .toArray(String[]::new);
    }

    /** What is refused or wrong, where the error is, and what it says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format.class=com.aliyun.oss.connect.kafka.format.parquet.ParquetJsonFormat | format.class | text has no columns",
                "format.class=org.example.MyFormat | format.class | must be JsonFormat",
                "storage.class=io.confluent.connect.gcs.storage.GcsStorage | storage.class | OSS alone",
                "s3.bucket.name=A oss.bucket= | s3.bucket.name | stands for oss.bucket",
                "store.url=https://s3.eu-west-1.amazonaws.com | store.url | endpoint of AWS",
                "oss.endpoint= store.url=ftp://x | store.url | stands for oss.endpoint",
                "oss.endpoint= s3.region=x | s3.region | stands for oss.region",
                "s3.wan.mode=perhaps | s3.wan.mode | true or false",
                "s3.part.size=5 | s3.part.size | stands for oss.part.size",
                "s3.retry.backoff.ms=soon | s3.retry.backoff.ms | stands for retry.backoff.ms",
                "s3.acl.canned=authenticated-read | s3.acl.canned | OSS has no such ACL",
                "s3.ssea.name=aws:kms:dsse | s3.ssea.name | AES256 or aws:kms",
                "s3.ssea.name=aws:kms s3.sse.kms.key.id=arn:aws:kms:x | s3.sse.kms.key.id | a key of AWS",
                "s3.sse.customer.key=secret | s3.sse.customer.key | oss.object.encryption",
                "s3.sse.key=secret | s3.sse.key | oss.object.encryption",
                "s3.object.tagging=1 | s3.object.tagging | true or false",
                "s3.object.tagging=true s3.object.tagging.key.value.pairs=a | s3.object.tagging.key.value.pairs | name=value",
                "s3.proxy.url=https://proxy | s3.proxy.url | http://host:port",
                "s3.proxy.url=http://proxy s3.proxy.user=u | oss.proxy.password | is needed",
                "s3.proxy.url=http://proxy:99999 | s3.proxy.url | stands for oss.proxy.port",
                "format=avro avro.codec=bzip2 | avro.codec | deflate, null, snappy",
                "format=parquet parquet.codec=lzo | parquet.codec | does not have",
                "format=parquet oss.parquet.compression.codec=LZO | oss.parquet.compression.codec | does not have",
                "format=jsonl s3.compression.type=lzma | s3.compression.type | stands for oss.compression.type",
                "format=jsonl s3.compression.type=gzip s3.compression.level=10 | s3.compression.level | 1 to 9",
                "store.kafka.keys=true | store.kafka.keys | format.output.fields",
                "store.kafka.headers=true format.output.fields=key,value | store.kafka.headers | format.output.fields",
                "json.decimal.format=BASE64 | json.decimal.format | as numbers",
                "tombstone.encoded.partition=t behavior.on.null.values=write partitioner.class=field partition.field.name=a | tombstone.encoded.partition | no field",
                "s3.schema.partition.affix.type=PREFIX | s3.schema.partition.affix.type | in no directory",
                "s3.proxy.user=u s3.proxy.password=p | oss.proxy.host | is needed",
            })
    void whatIsWrongIsSaidOfTheOptionThatWasWritten(String written, String key, String sentence) {
        assertThat(errors(Records.config(pairs(written))))
                .containsOnlyKeys(key)
                .hasEntrySatisfying(
                        key, message -> assertThat(message).contains(sentence).doesNotContain("secret"));
    }

    /** What has no effect, each with one warning. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format=avro format.class=org.example.MyFormat | format.class",
                "s3.region=eu-west-1 | s3.region",
                "s3.wan.mode=true | s3.wan.mode",
                "s3.path.style.access.enabled=true | s3.path.style.access.enabled",
                "s3.http.send.expect.continue=true | s3.http.send.expect.continue",
                "aws.access.key.id=a | aws.access.key.id",
                "aws.secret.access.key=a | aws.secret.access.key",
                "s3.credentials.provider.class=com.example.Provider | s3.credentials.provider.class",
                "s3.credentials.provider.role.arn=arn | s3.credentials.provider.role.arn",
                "s3.part.retries=3 | s3.part.retries",
                "s3.elastic.buffer.enable=true | s3.elastic.buffer.enable",
                "s3.elastic.buffer.init.capacity=131072 | s3.elastic.buffer.init.capacity",
                "partitioner.max.open.files=100 | partitioner.max.open.files",
                "rotate.file.on.partition.change=true | rotate.file.on.partition.change",
                "max.write.duration.ms=1000 | max.write.duration.ms",
                "enable.conditional.writes=true | enable.conditional.writes",
                "max.files.scan.limit=100 | max.files.scan.limit",
                "s3.acl.canned=bucket-owner-full-control | s3.acl.canned",
                "s3.sse.kms.key.id=k | s3.sse.kms.key.id",
                "s3.object.tagging.key.value.pairs=a:b | s3.object.tagging.key.value.pairs",
                "s3.object.behavior.on.tagging.error=fail | s3.object.behavior.on.tagging.error",
                "avro.codec=snappy | avro.codec",
                "parquet.codec=gzip | parquet.codec",
                "oss.parquet.compression.codec=gzip | oss.parquet.compression.codec",
                "oss.parquet.protobuf.schema.class=t,Demo | oss.parquet.protobuf.schema.class",
                "format=avro s3.compression.type=gzip | s3.compression.type",
                "s3.compression.level=5 | s3.compression.level",
                "keys.format.class=x | keys.format.class",
                "headers.format.class=x | headers.format.class",
                "report.null.values.to.dlq=true | report.null.values.to.dlq",
                "tombstone.encoded.partition=t | tombstone.encoded.partition",
                "schema.generator.class=x | schema.generator.class",
                "schema.cache.size=1000 | schema.cache.size",
                "schemas.cache.config=1000 | schemas.cache.config",
                "enhanced.avro.schema.support=true | enhanced.avro.schema.support",
                "connect.meta.data=true | connect.meta.data",
                "scrub.invalid.names=true | scrub.invalid.names",
                "allow.optional.map.keys=true | allow.optional.map.keys",
                "flatten.singleton.unions=true | flatten.singleton.unions",
                "generalized.sum.type.support=true | generalized.sum.type.support",
                "discard.type.doc.default=true | discard.type.doc.default",
                "ignore.default.for.nullables=true | ignore.default.for.nullables",
                "shutdown.timeout.ms=3000 | shutdown.timeout.ms",
                "hive.integration=true | hive.integration",
                "confluent.topic.bootstrap.servers=x | confluent.topic.bootstrap.servers",
                "s3.something.new=x | s3.something.new",
            })
    void whatHasNoEffectIsSaidOnce(String written, String key) {
        Map<String, String> config = Records.config(pairs(written));

        assertThat(errors(config)).isEmpty();
        assertThat(OtherConnectors.translate(config).warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning).startsWith(key + " has no effect and can be removed: "));
    }

    @Test
    void everyOptionOfThemIsInOneOfTheseTests() throws Exception {
        Set<String> tested = new TreeSet<>();
        for (String test : List.of(
                "anOptionMeansWhatItMeantThere",
                "whatIsWrongIsSaidOfTheOptionThatWasWritten",
                "whatHasNoEffectIsSaidOnce")) {
            Class<?>[] parameters = test.startsWith("whatHas")
                    ? new Class<?>[] {String.class, String.class}
                    : new Class<?>[] {String.class, String.class, String.class};
            CsvSource source = OtherConnectorsTest.class
                    .getDeclaredMethod(test, parameters)
                    .getAnnotation(CsvSource.class);
            for (String line : source.value()) {
                for (String pair : line.substring(0, line.indexOf('|')).trim().split(" ")) {
                    tested.add(pair.substring(0, pair.indexOf('=')));
                }
            }
        }

        assertThat(tested).containsAll(OtherConnectors.ALIASES.names());
    }

    @Test
    void secretsArePasswords() {
        Map<String, ConfigDef.ConfigKey> keys = new OssSinkConnector().config().configKeys();

        for (String secret : List.of(
                "aws.secret.access.key", "s3.proxy.password", "s3.proxy.url", "s3.sse.customer.key", "s3.sse.key")) {
            assertThat(keys.get(secret).type()).as(secret).isEqualTo(ConfigDef.Type.PASSWORD);
        }
    }

    @Test
    void theCodecOfLinesIsNotThatOfColumns() {
        Map<String, String> config =
                s3("format.class", OSS + "parquet.ParquetAvroFormat", "oss.compression.type", "none");

        Translation pages = OtherConnectors.translate(config);
        assertThat(pages.config()).doesNotContainKey("oss.compression.type");
        assertThat(pages.warnings()).singleElement().asString().startsWith("oss.compression.type has no effect");

        config.put("oss.parquet.compression.codec", "gzip");
        assertThat(OtherConnectors.translate(config).config()).containsEntry("oss.compression.type", "gzip");
        assertThat(errors(config)).isEmpty();

        config.put("oss.compression.type", "zstd");
        assertThat(OtherConnectors.translate(config).config())
                .as("only this sink has zstd, so it was written for this one")
                .containsEntry("oss.compression.type", "zstd");
    }

    @Test
    void aSeparatorIsTakenAsItStands() {
        Map<String, String> config =
                s3("format.class", S3 + "bytearray.ByteArrayFormat", "format.bytearray.separator", "\r\n");

        assertThat(OtherConnectors.translate(config).config()).containsEntry("format.bytearray.separator", "\\r\\n");
        assertThat(errors(config)).isEmpty();
        config.put("format.bytearray.separator", "; ");
        assertThat(errors(config)).containsOnlyKeys("format.bytearray.separator");
    }

    @Test
    void aConfigOfThisSinkIsLeftAsItIs() {
        Map<String, String> config = Records.config("format", "avro", "oss.compression.type", "zstd");

        Translation same = OtherConnectors.translate(config);

        assertThat(same.config()).isEqualTo(config);
        assertThat(same.warnings()).isEmpty();
    }

    @Test
    void aConnectorThatIsRefusedDoesNotStart() {
        assertThatThrownBy(() -> new OssSinkConnector().start(new HashMap<>(s3("store.kafka.keys", "true"))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("store.kafka.keys");
    }
}
