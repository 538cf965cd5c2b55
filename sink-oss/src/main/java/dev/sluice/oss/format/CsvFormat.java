package dev.sluice.oss.format;

import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.oss.format.CsvOptions.Quoting;
import dev.sluice.oss.format.FramedEncoder.Frame;
import dev.sluice.oss.format.RowSchema.Column;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Schema.Type;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Lines of cells as in <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>. A struct under a name has a column for
 * each of its fields, called name.field; what is nested deeper is JSON in its cell.
 */
final class CsvFormat implements RecordFormat {
    private final SchemaLanes lanes;
    private final boolean named;
    private final CsvOptions options;
    private final RecordText text;
    private final StreamCodec codec;
    private final byte[] nullText;
    private final byte[] lineEnd;
    /** By byte: whether it cannot stand without quotes. */
    private final boolean[] quoted = new boolean[1 << Byte.SIZE];

    /** Whether no number ever needs quotes. */
    private final boolean numbersStandAlone;

    private final ByteSink line = new ByteSink();

    /** @param named whether a row's structs are output fields and get columns of their own */
    CsvFormat(SchemaLanes lanes, boolean named, CsvOptions options, RecordText text, StreamCodec codec) {
        this.lanes = lanes;
        this.named = named;
        this.options = options;
        this.text = text;
        this.codec = codec;
        this.nullText = Utf8.encode(options.nullText());
        for (char special : new char[] {'"', '\r', '\n', options.separator()}) {
            quoted[special] = true;
        }
        this.numbersStandAlone = options.quoting() == Quoting.NEEDED
                && "-0123456789".indexOf(options.separator()) < 0
                && !options.nullText().matches("-?[0-9]+");
        this.lineEnd = Utf8.encode(options.lineEnd().text());
    }

    @Override
    public String extension() {
        return ".csv" + codec.suffix();
    }

    @Override
    public String contentType() {
        return codec.mediaType(options.header() ? "text/csv; header=present" : "text/csv; header=absent");
    }

    @Override
    public Lane laneOf(SinkRecord record) {
        return lanes.laneOf(record);
    }

    @Override
    public ObjectEncoder open(ObjectOutput output, Lane lane) {
        List<Cell> cells = cellsOf(lane.schema());
        Frame frame = options.header() ? Frame.headed(headerOf(cells)) : Frame.NONE;
        return new FramedEncoder((record, origin) -> lineOf(record, origin, lane, cells), frame, codec.open(output));
    }

    /**
     * A column of the file.
     *
     * @param field of the struct in the row's column; null when the column is the cell
     */
    private record Cell(
            String name,
            int column,
            Schema schema,
            @Nullable Field field) {
        @Nullable
        Object of(@Nullable Object[] row) {
            Object value = row[column];
            return field == null || value == null ? value : RowShape.valueOf((Struct) value, field);
        }
    }

    private List<Cell> cellsOf(RowSchema schema) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < schema.columns().size(); i++) {
            Column column = schema.columns().get(i);
            if (named
                    && column.schema().type() == Type.STRUCT
                    && !column.schema().fields().isEmpty()) {
                for (Field field : column.schema().fields()) {
                    cells.add(new Cell(column.name() + "." + field.name(), i, field.schema(), field));
                }
            } else {
                cells.add(new Cell(column.name(), i, column.schema(), null));
            }
        }
        return cells;
    }

    private String headerOf(List<Cell> cells) {
        line.clear();
        for (int i = 0; i < cells.size(); i++) {
            separate(i);
            writeCell(Utf8.encode(cells.get(i).name()));
        }
        line.write(lineEnd);
        return new String(line.array(), 0, line.length(), StandardCharsets.UTF_8);
    }

    private ByteSink lineOf(SinkRecord record, RecordOrigin origin, Lane lane, List<Cell> cells) {
        @Nullable Object[] row = lanes.rowOf(record, origin, lane);
        line.clear();
        for (int i = 0; i < cells.size(); i++) {
            separate(i);
            Cell cell = cells.get(i);
            Object value = cell.of(row);
            if (numbersStandAlone && value instanceof Long number && RecordText.isPlain(cell.schema())) {
                line.writeDecimal(number);
                continue;
            }
            byte[] utf8 = text.utf8(cell.schema(), value);
            if (utf8 == null) {
                line.write(nullText);
            } else {
                writeCell(utf8);
            }
        }
        line.write(lineEnd);
        return line;
    }

    private void separate(int cell) {
        if (cell > 0) {
            line.write(options.separator());
        }
    }

    private void writeCell(byte[] utf8) {
        if (options.quoting() == Quoting.NEEDED && !needsQuotes(utf8)) {
            line.write(utf8);
            return;
        }
        line.write('"');
        for (byte b : utf8) {
            if (b == '"') {
                line.write('"');
            }
            line.write(b);
        }
        line.write('"');
    }

    private boolean needsQuotes(byte[] utf8) {
        if (utf8.length == 0 || Arrays.equals(utf8, nullText)) {
            return true;
        }
        for (byte b : utf8) {
            if (quoted[b & 0xff]) {
                return true;
            }
        }
        return isSpace(utf8[0]) || isSpace(utf8[utf8.length - 1]);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }
}
