package dev.sluice.tablestore.routing;

import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import dev.sluice.tablestore.value.BadRecord;
import dev.sluice.tablestore.value.Cells;
import dev.sluice.tablestore.value.Conversions;
import dev.sluice.tablestore.value.FieldReader;
import dev.sluice.tablestore.value.FieldReader.Found;
import dev.sluice.tablestore.value.NestedJson;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where in a record the name of its table, or a part of it, is.
 *
 * @param fields names from the outside to the inside; for a header its one name
 */
record RoutePath(Part part, List<String> fields) {
    /** What it may look like. */
    static final String FORM = "value.<field>, key.<field> or header.<name>, with more .<field> for nested ones";

    private static final Pattern LEGAL = Pattern.compile("(value|key)(\\.[^.]+)+|header\\..+");

    /** A part of a record. */
    enum Part {
        VALUE,
        KEY,
        HEADER
    }

    RoutePath {
        fields = List.copyOf(fields);
    }

    static boolean isLegal(String path) {
        return LEGAL.matcher(path).matches();
    }

    /** @param path a legal one */
    static RoutePath of(String path) {
        int dot = path.indexOf('.');
        Part part = Part.valueOf(path.substring(0, dot).toUpperCase(Locale.ROOT));
        String rest = path.substring(dot + 1);
        return new RoutePath(part, part == Part.HEADER ? List.of(rest) : Arrays.asList(rest.split("\\.", -1)));
    }

    /** @throws BadRecord when the record has nothing there that could be a part of a name */
    String in(SinkRecord record) {
        Found found = switch (part) {
            case VALUE -> inside(new Found(record.valueSchema(), record.value()));
            case KEY -> inside(new Found(record.keySchema(), record.key()));
            case HEADER -> header(record.headers().lastWithName(fields.get(0)));
        };
        if (found == null || found.value() == null || NestedJson.isNested(found.schema(), found.value())) {
            throw new BadRecord(
                    "the record has no " + this + " to find its table by; see " + RoutingOptions.TABLE_ROUTE);
        }
        ColumnValue text = Conversions.to(ColumnType.STRING, Cells.of(toString(), found.schema(), found.value()));
        if (text == null) {
            throw new BadRecord(
                    this + " of the record is no text, and the name of a table is; see " + RoutingOptions.TABLE_ROUTE);
        }
        return text.asString();
    }

    private @Nullable Found inside(Found outer) {
        Found found = outer;
        for (String field : fields) {
            Object value = found.value();
            Found inner = value instanceof Struct || value instanceof Map
                    ? FieldReader.field(found.schema(), value, field)
                    : null;
            if (inner == null) {
                return null;
            }
            found = inner;
        }
        return found;
    }

    private static @Nullable Found header(@Nullable Header header) {
        return header == null ? null : new Found(header.schema(), header.value());
    }

    @Override
    public String toString() {
        return part.name().toLowerCase(Locale.ROOT) + " " + String.join(".", fields);
    }
}
