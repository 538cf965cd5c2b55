package dev.sluice.oss.format;

import static dev.sluice.oss.Records.TIME;
import static dev.sluice.oss.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of text are read by somebody else's code. */
class TextReadersTest {
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final int ROWS = 20_000;

    @TempDir
    Path directory;

    private static SinkRecord row(long offset, String name) {
        return record(
                "t",
                0,
                offset,
                null,
                null,
                SCHEMA,
                new Struct(SCHEMA).put("id", offset).put("name", name),
                TIME);
    }

    private static List<SinkRecord> rows() {
        List<SinkRecord> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(row(i, i % 10 == 0 ? null : "name, \"" + i + "\"\n"));
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "zstd"})
    void duckReadsJsonLinesOfEveryCodecItHas(String codec) throws Exception {
        Written written =
                Written.with("format", "jsonl", "oss.compression.type", codec).add(rows());

        assertEveryRow(written, "read_json_auto($file)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "zstd"})
    void duckReadsCsvOfEveryCodecItHas(String codec) throws Exception {
        Written written =
                Written.with("format", "csv", "oss.compression.type", codec).add(rows());

        assertEveryRow(written, "read_csv($file, header = true, allow_quoted_nulls = false)");
    }

    private void assertEveryRow(Written written, String table) throws Exception {
        try (Duck duck = new Duck(directory)) {
            assertThat(duck.query(
                            "select count(*), count(name), sum(id), sum((name = 'name, \"' || id || '\"' || chr(10))::int)"
                                    + " from " + table,
                            written.bytes(),
                            written.format.extension()))
                    .containsExactly(List.of(
                            "" + ROWS, "" + ROWS / 10 * 9, "" + (long) ROWS * (ROWS - 1) / 2, "" + ROWS / 10 * 9));
        }
    }

    @Property(tries = 100)
    void csvCellsComeBackAsTheyWere(@ForAll("cells") List<String> cells) {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            records.add(row(i, cells.get(i)));
        }
        String text =
                Written.with("format", "csv").add(row(0, "first")).add(records).text();

        List<List<String>> lines = Rfc4180.parse(text);

        assertThat(lines.subList(2, lines.size()).stream().map(line -> line.get(1)))
                .isEqualTo(cells);
    }

    @Provide
    Arbitrary<List<String>> cells() {
        return Arbitraries.strings()
                .withChars(',', '"', '\r', '\n', ' ', 'a', '汉', '\\', '\t')
                .ofMaxLength(8)
                .injectNull(0.2)
                .list()
                .ofMaxSize(10);
    }

    /** A parser written from the RFC's grammar; a cell without quotes and content is null. */
    private static final class Rfc4180 {
        static List<List<String>> parse(String text) {
            List<List<String>> lines = new ArrayList<>();
            int at = 0;
            while (at < text.length()) {
                List<String> line = new ArrayList<>();
                boolean more = true;
                while (more) {
                    StringBuilder cell = new StringBuilder();
                    boolean quoted = text.charAt(at) == '"';
                    if (quoted) {
                        at++;
                        while (text.charAt(at) != '"' || text.startsWith("\"\"", at)) {
                            at += text.charAt(at) == '"' ? 1 : 0;
                            cell.append(text.charAt(at++));
                        }
                        at++;
                    } else {
                        while (!Arrays.asList(',', '\r').contains(text.charAt(at))) {
                            cell.append(text.charAt(at++));
                        }
                    }
                    line.add(cell.length() == 0 && !quoted ? null : cell.toString());
                    more = text.charAt(at) == ',';
                    at += more ? 1 : 2;
                }
                lines.add(line);
            }
            return lines;
        }
    }
}
