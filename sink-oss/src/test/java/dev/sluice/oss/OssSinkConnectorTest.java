package dev.sluice.oss;

import static dev.sluice.oss.Records.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.oss.format.FormatOptions;
import dev.sluice.testkit.docs.OptionReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OssSinkConnectorTest {
    private final OssSinkConnector connector = new OssSinkConnector();

    @Test
    void connectFindsTheConnectorByService() {
        assertThat(ServiceLoader.load(SinkConnector.class))
                .extracting(found -> (Object) found.getClass())
                .contains(OssSinkConnector.class);
    }

    @Test
    void theSmallestConfigIsValid() {
        assertThat(errors(config())).isEmpty();
    }

    @Test
    void defaultsAreSafe() {
        OssOptions options = OssOptions.read(config());

        assertThat(options.service())
                .isEqualTo(new ServiceOptions(
                        "https://oss-cn-hangzhou.aliyuncs.com",
                        "cn-hangzhou",
                        "a-bucket",
                        8,
                        java.time.Duration.ofSeconds(10),
                        java.time.Duration.ofSeconds(50)));
        assertThat(options.credentials().accessKeyId()).isEqualTo("an-id");
        assertThat(options.credentials().accessKeySecret().value()).isEqualTo("a-secret");
        assertThat(options.credentials().securityToken()).isNull();
        assertThat(options.format().nullValues()).isEqualTo(FormatOptions.NullValues.FAIL);
        assertThat(options.format().open().extension()).isEqualTo(".json");
        assertThat(options.format().open().contentType()).isEqualTo("application/json");
        assertThat(options.layout())
                .isEqualTo(new LayoutOptions(
                        "topics",
                        "/",
                        "+",
                        10,
                        new PartitionOptions(
                                PartitionOptions.Partitioner.DEFAULT,
                                List.of(),
                                true,
                                "",
                                null,
                                PartitionOptions.Clock.WALLCLOCK,
                                FieldPath.parse("timestamp"),
                                java.util.Locale.ROOT,
                                java.time.ZoneId.of("UTC")),
                        null,
                        0));
        assertThat(options.rotation())
                .isEqualTo(new RotationOptions(
                        10_000, null, null, java.time.Duration.ofMinutes(5), java.time.ZoneId.of("UTC"), null));
        assertThat(options.upload())
                .isEqualTo(new UploadOptions(8 << 20, java.time.Duration.ofMinutes(1), java.time.Duration.ofDays(1)));
    }

    /** Every option with a value that is right and one that is wrong, and what the message must say. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NONE",
            value = {
                "oss.endpoint | oss-cn-hangzhou.aliyuncs.com | ftp://x | https://",
                "oss.endpoint | http://127.0.0.1:9000/ | http://x/bucket | oss.bucket",
                "oss.endpoint | https://[::1]:9000 | https://user:pass@x | host name",
                "oss.endpoint | https://x.example.com | not a url | not a URL",
                "oss.bucket | bucket_test | A | 3 to 63",
                "oss.bucket | abc | -abc | 3 to 63",
                "oss.network | NONE | vpc | public, internal, accelerate",
                "oss.addressing | path | slash | auto, virtual, path, cname",
                "oss.proxy.host | 10.0.0.1 | http://me:pass@x | host name or address alone",
                "oss.proxy.port | 3128 | 0 | at least 1",
                "oss.proxy.username | '' | NONE | NONE",
                "oss.proxy.password | p | NONE | NONE",
                "oss.tls.truststore.location | '' | trust.p12 | absolute path",
                "oss.tls.truststore.location | '' | /no/such/file | cannot be read",
                "oss.tls.truststore.password | p | NONE | NONE",
                "oss.object.acl | public-read | everybody | private, public_read",
                "oss.object.storage.class | IA | Hot | standard, ia, archive",
                "oss.object.storage.class | ColdArchive | x | standard, ia, archive",
                "oss.object.encryption | aes256 | SM4 | bucket, aes256, kms",
                "oss.object.encryption.kms.key.id | '' | k | oss.object.encryption=kms",
                "oss.object.tags | a=b,c= | a | name=value",
                "oss.object.tags | é:/=1 + 2 | a=b? | at most 10 tags",
                "oss.object.tags | a=b | a=1,b=2,c=3,d=4,e=5,f=6,g=7,h=8,i=9,j=10,k=11 | at most 10 tags",
                "oss.object.tags.counts | true | maybe | true or false",
                "oss.object.metadata | a-1=b c | A=b | names must be of a-z",
                "oss.object.metadata | a=b | sluice-records=1 | sluice-",
                "oss.object.content.type | application/x-ndjson | json | media type",
                "forbid.overwrite | true | perhaps | true or false",
                "oss.region | cn-hangzhou | Hangzhou! | cn-hangzhou",
                "oss.region | oss-cn-hangzhou | x | cn-hangzhou",
                "oss.signature.version | v1 | v2 | auto, v4, v1",
                "oss.max.connections | 1 | 0 | at least 1",
                "oss.connect.timeout.ms | 100 | 1 | at least 100",
                "oss.socket.timeout.ms | 100 | x | number",
                "oss.access.key.id | id | '' | empty",
                "oss.access.key.secret | s | '' | empty",
                "oss.security.token | '' | NONE | NONE",
                "oss.auth.mode | environment | none | must be one of auto, static, sts",
                "oss.auth.role.arn | acs:ram::1:role/r | r | acs:ram::",
                "oss.auth.role.session.name | a.b@c-d_e | a b | 2 to 64",
                "oss.auth.role.session.duration.seconds | 900 | 899 | at least 900",
                "oss.auth.external.id | an/id | x | 2 to 1224",
                "oss.auth.sts.endpoint | sts.cn-hangzhou.aliyuncs.com | https://x/y | no path",
                "oss.auth.oidc.provider.arn | acs:ram::1:oidc-provider/p | acs:ram::1:role/r | oidc-provider",
                "oss.auth.oidc.token.file | /var/run/token | token | absolute path",
                "oss.auth.ram.role.name | machine | a/b | RAM role",
                "oss.auth.metadata.endpoint | http://127.0.0.1:80 | ftp://x | http or https",
                "format | jsonl | xml | must be one of json",
                "format.output.fields | key,value,headers | value,nothing | may hold key, value, headers",
                "format.output.fields | offset | value,value | twice",
                "format.output.envelope | true | maybe | true or false",
                "format.binary | base64 | hex | auto, base64, utf8",
                "format.csv.header | false | maybe | true or false",
                "format.csv.separator | \\t | ab | one ASCII character",
                "format.csv.null | \\N | '\"' | no quote",
                "format.csv.quote | all | some | needed, all",
                "format.csv.line.end | lf | cr | crlf, lf",
                "format.bytearray.extension | .avro1 | avro | a dot and",
                "format.bytearray.separator | \\r\\n | \\x | after a backslash",
                "oss.parquet.block.size | 65536 | 1000 | at least 65536",
                "oss.parquet.page.size | 1024 | 1 | at least 1024",
                "oss.compression.type | zstd | brotli | auto, none, gzip, zstd, snappy, lz4",
                "schema.compatibility | BACKWARD | new | none, backward, forward, full",
                "value.overflow | omit | cut | truncate, omit, side_object",
                "oss.compression.level | -1 | 3 | has no levels",
                "format.json.layout | compact | Pretty | pretty, compact",
                "value.max.bytes | 131072 | -1 | at least 0",
                "behavior.on.null.values | write | drop | fail, ignore, write, dlq",
                "topics.dir | '' | /topics | must not begin with /",
                "topics.dir | raw/汉字 | a/../b | ..",
                "topics.dir | a | a/ | must not end with /",
                "topics.dir | a b | a//b | empty part",
                "topics.dir | _sluices | raw/_sluice | kept for what the sink stores",
                "topics.dir | a~values | ~values/a | kept for what the sink stores",
                "directory.delim | _ | /../ | 1 to 8",
                "file.delim | - | / | 1 to 8",
                "file.delim | -- | 0 | 1 to 8",
                "filename.offset.zero.pad.width | 0 | 20 | no more than 19",
                "object.key.template | {{partition}}+{{offset}} | {{partition}} | needs {{offset}}",
                "object.key.template | {{topic}}-{{partition}}-{{offset}} | {{offset}}/{{colour}} | unknown variable",
                "object.key.template | {{partition}}/{{timestamp:YYYY/MM}}/{{offset}} | {{timestamp:Q}}/{{partition}}+{{offset}} | letter Q",
                "object.key.template | {{partition}}/a b~{{offset}} | {{partition}}//{{offset}} | empty part",
                "object.key.template | {{ partition }}/{{ offset }} | /{{partition}}/{{offset}} | must not begin",
                "object.key.template | {{header:a}}/{{partition}}+{{offset}} | ../{{partition}}+{{offset}} | ..",
                "object.key.template | {{key}}/{{partition}}+{{offset}} | {{partition}}{{offset}} | without anything between",
                "object.key.template | {{key:a.b}}+{{partition}}-{{offset}} | {{key}}-{{header:b}}-{{partition}}+{{offset}} | two texts",
                "object.key.template | {{value:a}}/{{partition}}_{{offset}} | {{partition}}0-{{offset}} | digit",
                "object.key.template | {{partition}}/{{offset}} | {{partition}/{{offset}} | braces",
                "object.key.template | _sluice.d/{{partition}}+{{offset}} | a/_sluice/{{partition}}+{{offset}} | kept for what the sink stores",
                "object.key.template | {{key}}~values/{{partition}}+{{offset}} | ~values/{{partition}}+{{offset}} | kept for what the sink stores",
                "object.key.hash.prefix.length | 4 | 9 | no more than 8",
                "partitioner.class | Hourly | weekly | default, field, time, daily, hourly",
                "partitioner.class | io.confluent.connect.storage.partitioner.DailyPartitioner | io.x.MyPartitioner | default, field",
                "partition.field.name | header:a,key:b.c,value:d,e.f | header: | header:name",
                "partition.field.format.path | false | maybe | true or false",
                "path.format | 'a'/YYYY | /YYYY | must not begin",
                "path.format | YYYY-MM-dd'T'HH | xxxx | letter x",
                "partition.duration.ms | 3600000 | -2 | at least -1",
                "timestamp.extractor | recordfield | Event | wallclock, record, recordfield",
                "timestamp.extractor | RECORD | io.x.MyExtractor | wallclock, record, recordfield",
                "timestamp.field | a.b | . | name of a field",
                "locale | zh_CN | !! | language",
                "flush.size | -1 | -2 | at least -1",
                "rotate.bytes | 1048576 | -2 | at least -1",
                "oss.part.size | 102400 | 102399 | at least 102400",
                "oss.stall.timeout.ms | 50001 | 50000 | oss.socket.timeout.ms",
                "oss.orphaned.uploads.max.age.ms | 0 | -2 | at least -1",
                "delivery.guarantee | exactly_once | EXACTLY | at_least_once, exactly_once",
                "delivery.log.max.bytes | 1024 | 1023 | at least 1024",
                "rotate.interval.ms | 60000 | -2 | at least -1",
                "rotate.schedule.interval.ms | -1 | 1.5 | number",
                "rotate.idle.ms | 1000 | -2 | at least -1",
                "timezone | Asia/Shanghai | Mars/Olympus | time zone",
            })
    void aWrongValueIsReportedOnItsKeyWithTheCure(String key, String right, String wrong, String cure) {
        if (right != null) {
            assertThat(errors(config(key, right))).isEmpty();
        }
        if (wrong != null && cure != null) {
            Map<String, List<String>> errors = errors(config(key, wrong));
            assertThat(errors).containsOnlyKeys(key);
            // Connect adds a second message of its own to a value of the wrong type.
            assertThat(errors.get(key).get(0)).contains(cure);
        }
    }

    @Test
    void everyOptionOfTheSinkIsInThatTest() throws Exception {
        Set<String> tested = new TreeSet<>();
        CsvSource source = OssSinkConnectorTest.class
                .getDeclaredMethod(
                        "aWrongValueIsReportedOnItsKeyWithTheCure",
                        String.class,
                        String.class,
                        String.class,
                        String.class)
                .getAnnotation(CsvSource.class);
        for (String line : source.value()) {
            tested.add(line.substring(0, line.indexOf(' ')));
        }

        // Those of other connectors have a test of their own.
        Set<String> own = new TreeSet<>(OssOptions.define(new ConfigDef()).names());
        own.removeAll(OtherConnectors.ALIASES.names());
        assertThat(tested).isEqualTo(own);
    }

    @Test
    void everyOptionHasAGroupAPlaceADisplayNameAndWords() {
        OssOptions.define(new ConfigDef()).configKeys().forEach((name, key) -> {
            assertThat(key.group).as(name).isNotBlank();
            assertThat(key.orderInGroup).as(name).isPositive();
            assertThat(key.displayName).as(name).isNotBlank().isNotEqualTo(name);
            assertThat(key.documentation).as(name).endsWith(".").hasSizeGreaterThan(20);
        });
    }

    @Test
    void theOptionReferenceIsUpToDate() {
        OptionReference.assertUpToDate(
                Path.of("../docs/options-oss.md"), "Options of the OSS sink", connector.config());
    }

    @Test
    void whatIsSecretIsAPassword() {
        Map<String, ConfigDef.ConfigKey> keys = connector.config().configKeys();

        assertThat(keys.get("oss.access.key.secret").type()).isEqualTo(ConfigDef.Type.PASSWORD);
        assertThat(keys.get("oss.security.token").type()).isEqualTo(ConfigDef.Type.PASSWORD);
        assertThat(OssOptions.read(config("oss.security.token", "a-token")).toString())
                .doesNotContain("a-secret", "a-token");
    }

    @Test
    void everyErrorIsReportedAtOnce() {
        Map<String, String> config = config(
                "oss.endpoint", "ftp://x",
                "oss.bucket", "A",
                "format", "xml",
                "topics.dir", "/x",
                "timezone", "Mars",
                "flush.size", "many",
                "retry.timeout.ms", "-1");
        config.remove("oss.access.key.secret");

        assertThat(errors(config))
                .containsOnlyKeys(
                        "oss.endpoint",
                        "oss.bucket",
                        "format",
                        "topics.dir",
                        "timezone",
                        "flush.size",
                        "retry.timeout.ms",
                        "oss.access.key.secret");
    }

    @Test
    void whatIsMissingIsReportedOnItsKey() {
        assertThat(errors(Map.of("name", "n", "topics", "t")))
                .containsOnlyKeys("oss.endpoint", "oss.bucket", "oss.access.key.id", "oss.access.key.secret");
    }

    @Test
    void aFormatIsAskedForWhatItCanDo() {
        assertThat(errors(config("format", "avro", "oss.compression.type", "lz4")))
                .containsOnlyKeys("oss.compression.type");
        assertThat(errors(config("format", "parquet", "oss.compression.type", "lz4", "oss.compression.level", "17")))
                .isEmpty();
        assertThat(errors(config("format", "jsonl", "oss.compression.type", "gzip", "oss.compression.level", "10")))
                .containsOnlyKeys("oss.compression.level");
        assertThat(errors(config("format", "bytes", "format.output.fields", "key,value")))
                .containsOnlyKeys("format.output.fields");
        assertThat(errors(config("format", "text", "format.output.envelope", "true")))
                .containsOnlyKeys("format.output.envelope");
        for (String format : List.of("csv", "avro", "parquet")) {
            assertThat(errors(config("format", format, "behavior.on.null.values", "write")))
                    .containsOnlyKeys("behavior.on.null.values");
            assertThat(errors(config(
                            "format", format, "behavior.on.null.values", "write", "format.output.fields", "key,value")))
                    .isEmpty();
        }
    }

    @Test
    void signatureV4NeedsARegionThatIsKnown() {
        String unknown = "https://files.example.com";

        assertThat(errors(config("oss.endpoint", unknown, "oss.signature.version", "v4")))
                .containsOnlyKeys("oss.region");
        assertThat(errors(config("oss.endpoint", unknown, "oss.signature.version", "v4", "oss.region", "cn-x")))
                .isEmpty();
        assertThat(errors(config("oss.endpoint", unknown))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://oss-cn-hangzhou.aliyuncs.com, '', auto, cn-hangzhou",
                "oss-cn-hangzhou-internal.aliyuncs.com, '', auto, cn-hangzhou",
                "OSS-US-WEST-1.ALIYUNCS.COM:443, '', v4, us-west-1",
                "https://oss-accelerate.aliyuncs.com, '', auto, -",
                "https://oss-accelerate-overseas.aliyuncs.com, '', auto, -",
                "https://oss-accelerate.aliyuncs.com, cn-beijing, auto, cn-beijing",
                "http://127.0.0.1:9000, '', auto, -",
                "http://127.0.0.1:9000, oss-cn-x, v4, cn-x",
                "https://oss-cn-hangzhou.aliyuncs.com, '', v1, -",
            })
    void theSigningRegionComesFromTheOptionOrTheEndpoint(
            String endpoint, String region, String version, String expected) {
        OssOptions options = OssOptions.read(
                config("oss.endpoint", endpoint, "oss.region", region, "oss.signature.version", version));

        assertThat(options.service().signingRegion()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "public, https://oss-cn-x.aliyuncs.com",
        "internal, https://oss-cn-x-internal.aliyuncs.com",
        "accelerate, https://oss-accelerate.aliyuncs.com"
    })
    void aRegionHasEndpoints(String network, String endpoint) {
        Map<String, String> config = config("oss.region", "oss-cn-x", "oss.network", network, "oss.endpoint", "");

        assertThat(errors(config)).isEmpty();
        ServiceOptions service = OssOptions.read(config).service();
        assertThat(service.endpoint()).isEqualTo(endpoint);
        assertThat(service.signingRegion()).isEqualTo("cn-x");
    }

    @Test
    void anEndpointSaysItsNetworkItself() {
        assertThat(errors(config("oss.network", "internal"))).containsOnlyKeys("oss.network");
    }

    @Test
    void aProxyIsWholeOrNotThere() {
        assertThat(errors(config("oss.proxy.username", "me"))).containsOnlyKeys("oss.proxy.host", "oss.proxy.password");
        assertThat(errors(config("oss.proxy.username", "me", "oss.proxy.password", "p", "oss.proxy.host", "x")))
                .isEmpty();
    }

    @Test
    void anEndpointWithoutSchemeIsHttps() {
        assertThat(OssOptions.read(config("oss.endpoint", "oss-cn-x.aliyuncs.com"))
                        .service()
                        .endpoint())
                .isEqualTo("https://oss-cn-x.aliyuncs.com");
    }

    @Test
    void theDomainOfTheBucketIsNotAnEndpoint() {
        assertThat(errors(config("oss.endpoint", "https://a-bucket.oss-cn-hangzhou.aliyuncs.com"))
                        .get("oss.endpoint"))
                .singleElement()
                .asString()
                .contains("set the endpoint of the region: oss-cn-hangzhou.aliyuncs.com");
    }

    @Test
    void aPrefixMustLeaveRoomForTheLongestTopic() {
        assertThat(errors(config("topics.dir", "x".repeat(400)))).isEmpty();
        assertThat(errors(config("topics.dir", "x".repeat(500))).get("topics.dir"))
                .singleElement()
                .asString()
                .contains("1023", "shorten it");
    }

    @Test
    void theLongestPrefixReallyLeavesRoomForTheLongestTopic() {
        int longest = 400;
        while (errors(config("topics.dir", "x".repeat(longest + 1))).isEmpty()) {
            longest++;
        }
        String topic = "t".repeat(249);
        ObjectNames names = Records.names(
                "topics.dir",
                "x".repeat(longest),
                "filename.offset.zero.pad.width",
                "19",
                "object.key.hash.prefix.length",
                "8");
        String key = names.keyOf(
                names.pathOf(
                        Records.record(topic, Integer.MAX_VALUE, 0, null, null),
                        Records.partition(topic, Integer.MAX_VALUE)),
                Long.MAX_VALUE);

        assertThat(ObjectNames.fits(key)).isTrue();
    }

    @Test
    void someTriggerMustBeOn() {
        Map<String, List<String>> errors = errors(config("flush.size", "0", "rotate.schedule.interval.ms", "-1"));

        assertThat(errors).containsOnlyKeys("flush.size");
        assertThat(errors.get("flush.size").get(0)).contains("rotate.idle.ms");
        assertThat(errors(config("flush.size", "0", "rotate.schedule.interval.ms", "-1", "rotate.idle.ms", "1")))
                .isEmpty();
    }

    @Test
    void choicesAreRecommended() {
        List<ConfigValue> values = connector.validate(config()).configValues();

        assertThat(values)
                .filteredOn(value -> value.name().equals("behavior.on.null.values"))
                .singleElement()
                .satisfies(value ->
                        assertThat(value.recommendedValues()).containsExactly("fail", "ignore", "write", "dlq"));
    }

    @Test
    void aFormatMayBeAClassOfSomebodyElse() {
        String name = KeyCountFormat.class.getName();
        assertThat(errors(config("format", name, "key.count.step", "2"))).isEmpty();
        assertThat(errors(config("format", "com.example.NotThere"))
                        .get("format")
                        .get(0))
                .contains("put its jars beside");
        assertThat(errors(config("format", String.class.getName()))
                        .get("format")
                        .get(0))
                .contains("must implement");
        assertThat(errors(config(
                        "format", name,
                        "oss.compression.type", "gzip",
                        "value.max.bytes", "10",
                        "format.output.fields", "key")))
                .containsOnlyKeys("oss.compression.type", "value.max.bytes", "format.output.fields");
    }

    @Test
    void valuesAreStoredApartOnlyAboveALimit() {
        assertThat(errors(config("value.overflow", "side_object"))).containsOnlyKeys("value.max.bytes");
        assertThat(errors(config("value.overflow", "side_object", "value.max.bytes", "1000")))
                .isEmpty();
    }

    @Test
    void recordsWithoutAValueAreOnlyReportedWhereThereIsAPlaceForThem() {
        assertThat(errors(config("behavior.on.null.values", "dlq"))).containsOnlyKeys("behavior.on.null.values");
        assertThat(errors(config(
                        "behavior.on.null.values", "dlq",
                        "errors.tolerance", "all",
                        "errors.deadletterqueue.topic.name", "dead",
                        "runtime.error.tolerance", "none")))
                .isEmpty();
    }

    @Test
    void aConnectorWithAWrongConfigDoesNotStart() {
        assertThatThrownBy(() -> connector.start(config("oss.bucket", "A")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("oss.bucket");
    }

    private Map<String, List<String>> errors(Map<String, String> config) {
        Map<String, List<String>> errors = new TreeMap<>();
        for (ConfigValue value : connector.validate(new HashMap<>(config)).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }
}
