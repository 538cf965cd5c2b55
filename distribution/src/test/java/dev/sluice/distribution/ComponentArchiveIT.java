package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarInputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the zip holds, and what it must not hold. */
final class ComponentArchiveIT {

    /** Measured: 24.7 MB, of which the Tablestore SDK is 10.8 and Parquet 8.5. A new library should be a decision, so raise this by hand. */
    private static final long MAX_BYTES = 29_000_000;

    private static final String SERVICES = "META-INF/services/org.apache.kafka.connect.sink.SinkConnector";

    private static final List<String> LIBRARIES = List.of(
            "connector-core-.*",
            "sink-tablestore-.*",
            "sink-oss-.*",
            "tablestore-[0-9].*",
            "tablestore-shaded-protobuf-.*",
            "tablestore-shaded-httpasyncclient-.*",
            "joda-time-.*",
            "disruptor-.*",
            "gson-.*",
            "flatbuffers-java-.*",
            "guava-.*",
            "failureaccess-.*",
            "aliyun-sdk-oss-.*",
            "httpclient-.*",
            "httpcore-.*",
            "commons-codec-.*",
            "jdom2-.*",
            "jcl-over-slf4j-.*",
            "jackson-core-.*",
            "parquet-hadoop-.*",
            "parquet-column-.*",
            "parquet-common-.*",
            "parquet-encoding-.*",
            "parquet-format-structures-.*",
            "parquet-jackson-.*");

    /** Packages that the worker brings, or that nobody needs at run time. */
    private static final List<String> FORBIDDEN = List.of(
            "org/apache/kafka/",
            "org/slf4j/Logger.class",
            "org/slf4j/impl/",
            "org/jspecify/",
            "com/google/errorprone/",
            "javax/annotation/Nullable.class",
            "org/junit/",
            "org/assertj/",
            "dev/sluice/testkit/",
            "dev/sluice/cli/");

    private final ObjectMapper json = new ObjectMapper();
    private ZipFile zip;

    @BeforeEach
    void open() throws IOException {
        zip = new ZipFile(Component.zip().toFile());
    }

    @AfterEach
    void close() throws IOException {
        zip.close();
    }

    @Test
    void everythingIsInOneFolderAndWhereItBelongs() {
        assertThat(files()).allMatch(name -> name.startsWith(Component.NAME + "/"));
        assertThat(files().stream().map(name -> name.substring(Component.NAME.length() + 1)))
                .allMatch(name -> name.equals("manifest.json")
                        || name.matches("lib/[^/]+\\.jar")
                        || name.matches("(etc|doc|assets)/.+"))
                .contains(
                        "manifest.json",
                        "doc/README.md",
                        "doc/LICENSE",
                        "doc/NOTICE",
                        "doc/licenses/README.md",
                        "assets/sluice.svg",
                        "etc/tablestore-sink.properties",
                        "etc/tablestore-sink.json",
                        "etc/oss-sink.properties",
                        "etc/oss-sink.json",
                        "etc/connect-standalone.properties",
                        "etc/connect-distributed.properties");
    }

    @Test
    void theLibrariesAreTheOnesWeKnow() {
        assertThat(libraries()).allMatch(jar -> LIBRARIES.stream().anyMatch(known -> jar.matches(known + "\\.jar")));
        assertThat(LIBRARIES)
                .as("each once, in one version")
                .allSatisfy(known -> assertThat(libraries().stream().filter(jar -> jar.matches(known + "\\.jar")))
                        .hasSize(1));
    }

    @Test
    void noJarHoldsWhatTheWorkerBrings() throws IOException {
        for (String jar : libraries()) {
            for (String name : entriesOf(jar)) {
                assertThat(FORBIDDEN).as(jar + " holds " + name).noneMatch(name::startsWith);
            }
        }
    }

    @Test
    void everyLibraryIsNamedWithItsLicence() throws IOException {
        String list = text("doc/licenses/README.md");
        for (String jar : libraries()) {
            if (!jar.matches("(connector-core|sink-oss|sink-tablestore)-.*")) {
                assertThat(list).contains("| " + jar.replaceFirst("-\\d.*", "") + " |");
            }
        }
    }

    @Test
    void theManifestSaysWhatTheArchiveIs() throws IOException {
        JsonNode manifest = json.readTree(text("manifest.json"));
        assertThat(manifest.path("version").asText()).isEqualTo(Component.VERSION);
        assertThat(manifest.at("/owner/username").asText() + "-"
                        + manifest.path("name").asText() + "-" + Component.VERSION)
                .isEqualTo(Component.NAME);
        assertThat(manifest.path("component_types")).containsExactly(json.readTree("\"sink\""));
        assertThat(manifest.at("/license/0/name").asText()).contains("Apache License");
        assertThat(manifest.at("/features/kafka_connect_api").asBoolean()).isTrue();
        assertThat(manifest.at("/features/delivery_guarantee"))
                .containsExactly(json.readTree("\"at_least_once\""), json.readTree("\"exactly_once\""));
        assertThat(manifest.path("description").asText())
                .as("which of the two keeps which promise")
                .contains("the OSS sink exactly once when its config asks for it");
        for (String required :
                List.of("title", "description", "support", "tags", "requirements", "documentation_url")) {
            assertThat(manifest.path(required)).as(required).isNotEqualTo(json.missingNode());
        }
        for (String file : List.of("documentation_url", "logo")) {
            assertThat(files())
                    .contains(Component.NAME + "/" + manifest.path(file).asText());
        }
        assertThat(text("manifest.json")).as("unfilled placeholders").doesNotContain("${");
    }

    @Test
    void bothConnectorsAreListedAsServices() throws IOException {
        Map<String, List<String>> services = new TreeMap<>();
        for (String jar : libraries()) {
            try (ZipInputStream content = new ZipInputStream(stream("lib/" + jar))) {
                for (ZipEntry entry = content.getNextEntry(); entry != null; entry = content.getNextEntry()) {
                    if (entry.getName().equals(SERVICES)) {
                        services.put(
                                jar.replaceFirst("-\\d.*", ""),
                                new String(content.readAllBytes(), StandardCharsets.UTF_8)
                                        .lines()
                                        .map(line ->
                                                line.replaceFirst("#.*", "").strip())
                                        .filter(line -> !line.isEmpty())
                                        .toList());
                    }
                }
            }
        }
        assertThat(services)
                .isEqualTo(Map.of(
                        "sink-tablestore", List.of("dev.sluice.tablestore.TableStoreSinkConnector"),
                        "sink-oss", List.of("dev.sluice.oss.OssSinkConnector")));
    }

    @Test
    void bothFormsOfAConfigSayTheSame() throws IOException {
        for (String sink : List.of("tablestore-sink", "oss-sink")) {
            Properties standalone = new Properties();
            standalone.load(stream("etc/" + sink + ".properties"));
            JsonNode distributed = json.readTree(text("etc/" + sink + ".json"));
            Properties same = new Properties();
            same.put("name", distributed.path("name").asText());
            distributed
                    .path("config")
                    .properties()
                    .forEach(entry -> same.put(entry.getKey(), entry.getValue().asText()));
            assertThat(standalone).isEqualTo(same);
        }
    }

    @Test
    void itIsSmallAndItsTimesAreFixed() throws IOException {
        assertThat(Files.size(Component.zip())).isLessThan(MAX_BYTES);
        assertThat(zip.stream().map(ZipEntry::getTimeLocal)).containsOnly(LocalDateTime.of(2026, 1, 1, 0, 0));
    }

    @Test
    void theChecksumsAreRight() throws Exception {
        for (Map.Entry<String, String> kind :
                Map.of("sha256", "SHA-256", "sha512", "SHA-512").entrySet()) {
            String line = Files.readString(Component.packages().resolve(Component.NAME + ".zip." + kind.getKey()));
            byte[] digest = MessageDigest.getInstance(kind.getValue()).digest(Files.readAllBytes(Component.zip()));
            assertThat(line.strip()).isEqualTo(HexFormat.of().formatHex(digest) + " *" + Component.NAME + ".zip");
        }
    }

    @Test
    void theBillOfMaterialsNamesEveryLibrary() throws IOException {
        JsonNode bom = json.readTree(Files.readString(Component.packages().resolve(Component.NAME + ".cdx.json")));
        List<String> components = new ArrayList<>();
        bom.path("components")
                .forEach(component -> components.add(component.path("name").asText() + "-"
                        + component.path("version").asText() + ".jar"));
        assertThat(components).containsExactlyInAnyOrderElementsOf(libraries());
    }

    @Test
    void theUnpackedFormIsTheZip() throws IOException {
        Path root = Component.pluginPath();
        try (Stream<Path> unpacked = Files.walk(root)) {
            assertThat(unpacked.filter(Files::isRegularFile)
                            .map(file -> root.relativize(file).toString().replace('\\', '/')))
                    .containsExactlyInAnyOrderElementsOf(files());
        }
    }

    private List<String> files() {
        return zip.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .toList();
    }

    private List<String> libraries() {
        String lib = Component.NAME + "/lib/";
        return files().stream()
                .filter(name -> name.startsWith(lib))
                .map(name -> name.substring(lib.length()))
                .toList();
    }

    private List<String> entriesOf(String jar) throws IOException {
        List<String> names = new ArrayList<>();
        try (JarInputStream content = new JarInputStream(stream("lib/" + jar))) {
            for (ZipEntry entry = content.getNextEntry(); entry != null; entry = content.getNextEntry()) {
                if (!entry.isDirectory()) {
                    names.add(entry.getName());
                }
            }
        }
        return names;
    }

    private String text(String name) throws IOException {
        return new String(stream(name).readAllBytes(), StandardCharsets.UTF_8);
    }

    private InputStream stream(String name) throws IOException {
        return zip.getInputStream(zip.getEntry(Component.NAME + "/" + name));
    }
}
