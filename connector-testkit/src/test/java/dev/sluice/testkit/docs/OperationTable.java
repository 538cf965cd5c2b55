package dev.sluice.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The tables of operations on a page about an emulator: rows with a cell that says yes, partly or no. */
public final class OperationTable {
    private static final Set<String> ANSWERS = Set.of("yes", "partly", "no");

    /**
     * @param cells without the blanks around them
     * @param answer index of the cell that says yes, partly or no
     */
    private record Row(List<String> cells, int answer) {
        boolean isSupported() {
            return !cells.get(answer).startsWith("no");
        }
    }

    private final Path page;
    private final List<Row> rows;

    private OperationTable(Path page, List<Row> rows) {
        this.page = page;
        this.rows = rows;
    }

    /**
     * @param page in the folder of the documentation
     * @param heading of the section with the tables, {@code #} and all; the last row of a table may say "everything
     *     else"
     */
    public static OperationTable of(String page, String heading) throws IOException {
        Path path = Path.of("..", "docs", page);
        List<Row> rows = new ArrayList<>();
        boolean inSection = false;
        int level = heading.indexOf(' ');
        for (String line : Files.readAllLines(path)) {
            if (line.startsWith("#") && line.indexOf(' ') <= level) {
                inSection = line.equals(heading);
            } else if (inSection && line.startsWith("| ")) {
                List<String> cells = Arrays.stream(line.split("\\|"))
                        .skip(1)
                        .map(String::strip)
                        .toList();
                for (int i = 1; i < cells.size(); i++) {
                    if (ANSWERS.contains(cells.get(i).split("\\W", 2)[0])) {
                        rows.add(new Row(cells, i));
                        break;
                    }
                }
            }
        }
        assertThat(rows).as("rows of %s in %s", heading, path).hasSizeGreaterThan(3);
        return new OperationTable(path, rows);
    }

    /** What stands in a column of rows that are, or are not, supported: separated by commas, or by "and". */
    public Stream<String> column(int column, boolean supported) {
        return rows.stream()
                .filter(row -> row.isSupported() == supported && row.cells.size() > column)
                .flatMap(row -> Arrays.stream(row.cells.get(column).split(",\\s*|;\\s*|\\sand\\s")))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    /** Fails unless the page supports just what the emulator does, and denies none of it. */
    public void assertNames(int column, Set<String> operations) {
        assertThat(column(column, true))
                .as("operations that %s says are supported, against those that the emulator has", page)
                .containsExactlyInAnyOrderElementsOf(operations);
        assertThat(column(column, false))
                .as("operations that %s says are missing", page)
                .doesNotContainAnyElementsOf(operations);
    }
}
