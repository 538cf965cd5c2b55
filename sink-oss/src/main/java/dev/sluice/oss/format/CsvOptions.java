package dev.sluice.oss.format;

import dev.sluice.core.config.Choice;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * How format=csv writes.
 *
 * @param header whether the first line names the columns
 * @param separator one ASCII character
 * @param nullText what stands for null, without quotes
 */
record CsvOptions(boolean header, char separator, String nullText, Quoting quoting, LineEnd lineEnd) {
    static final String FORMAT_CSV_HEADER = "format.csv.header";
    static final String FORMAT_CSV_SEPARATOR = "format.csv.separator";
    static final String FORMAT_CSV_NULL = "format.csv.null";
    static final String FORMAT_CSV_QUOTE = "format.csv.quote";
    static final String FORMAT_CSV_LINE_END = "format.csv.line.end";

    /** Which cells stand in quotes. */
    enum Quoting {
        /** Those that could not be read otherwise. */
        NEEDED,
        /** All but null. */
        ALL
    }

    /** What a line ends with. */
    enum LineEnd {
        CRLF("\r\n"),
        LF("\n");

        private final String text;

        LineEnd(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** How a tabulator is written, because Connect cuts white space off every value. */
    private static final String TAB = "\\t";

    private static final Choice<Quoting> QUOTINGS = Choice.of(Quoting.class);
    private static final Choice<LineEnd> LINE_ENDS = Choice.of(LineEnd.class);

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        FORMAT_CSV_HEADER,
                        Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "csv: whether the first line of each object names the columns.",
                        FormatOptions.GROUP,
                        40,
                        Width.SHORT,
                        "CSV header")
                .define(
                        FORMAT_CSV_SEPARATOR,
                        Type.STRING,
                        ",",
                        LambdaValidator.with(CsvOptions::checkSeparator, () -> "one ASCII character"),
                        Importance.LOW,
                        "csv: the character between two cells; \\t for a tabulator.",
                        FormatOptions.GROUP,
                        41,
                        Width.SHORT,
                        "CSV separator")
                .define(
                        FORMAT_CSV_NULL,
                        Type.STRING,
                        "",
                        LambdaValidator.with(CsvOptions::checkNull, () -> "text without quotes and line ends"),
                        Importance.LOW,
                        "csv: what stands for null, such as \\N. A string that reads the same stands in quotes, so an empty "
                                + "string is \"\" and null is nothing.",
                        FormatOptions.GROUP,
                        42,
                        Width.SHORT,
                        "CSV null")
                .define(
                        FORMAT_CSV_QUOTE,
                        Type.STRING,
                        Choice.nameOf(Quoting.NEEDED),
                        QUOTINGS,
                        Importance.LOW,
                        "csv: which cells stand in quotes. needed: those with a separator, quote or line end, with space around "
                                + "them, and those that read like null. all: every one but null.",
                        FormatOptions.GROUP,
                        43,
                        Width.SHORT,
                        "CSV quotes",
                        QUOTINGS)
                .define(
                        FORMAT_CSV_LINE_END,
                        Type.STRING,
                        Choice.nameOf(LineEnd.CRLF),
                        LINE_ENDS,
                        Importance.LOW,
                        "csv: what a line ends with. crlf: as RFC 4180 says. lf: as on Unix.",
                        FormatOptions.GROUP,
                        44,
                        Width.SHORT,
                        "CSV line end",
                        LINE_ENDS);
    }

    static CsvOptions read(AbstractConfig config) {
        return new CsvOptions(
                config.getBoolean(FORMAT_CSV_HEADER),
                separatorOf(config.getString(FORMAT_CSV_SEPARATOR)),
                config.getString(FORMAT_CSV_NULL),
                QUOTINGS.parse(config.getString(FORMAT_CSV_QUOTE)),
                LINE_ENDS.parse(config.getString(FORMAT_CSV_LINE_END)));
    }

    private static char separatorOf(String text) {
        return text.equals(TAB) ? '\t' : text.charAt(0);
    }

    private static void checkSeparator(String key, @Nullable Object value) {
        String text = String.valueOf(value);
        if (text.equals(TAB)) {
            return;
        }
        if (text.length() != 1 || text.charAt(0) > '~' || "\"\r\n".contains(text)) {
            throw new ConfigException(
                    key, value, "must be one ASCII character or " + TAB + ", and no quote or line end");
        }
    }

    private static void checkNull(String key, @Nullable Object value) {
        String text = String.valueOf(value);
        if (text.indexOf('"') >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            throw new ConfigException(key, value, "must hold no quote and no line end");
        }
    }
}
