package dev.sluice.tablestore.routing;

import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import dev.sluice.tablestore.value.BadRecord;
import dev.sluice.tablestore.value.Cells;
import dev.sluice.tablestore.value.Conversions;
import dev.sluice.tablestore.value.FieldReader;
import dev.sluice.tablestore.value.FieldReader.Found;
import dev.sluice.tablestore.value.NestedJson;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where in a record the name of its table, or a part of it, is.
 *
 * @param field its name, or names from the outside in with dots between; for a header its name
 */
record RoutePath(Part part, String field) {
    /** What it may look like. */
    static final String FORM = "value.<field>, key.<field> or header.<name>, with more .<field> for nested ones";

    private static final Pattern LEGAL = Pattern.compile("(value|key)(\\.[^.]+)+|header\\..+");

    /** A part of a record. */
    enum Part {
        VALUE,
        KEY,
        HEADER
    }

    static boolean isLegal(String path) {
        return LEGAL.matcher(path).matches();
    }

    /** @param path a legal one */
    static RoutePath of(String path) {
        int dot = path.indexOf('.');
        Part part = Part.valueOf(path.substring(0, dot).toUpperCase(Locale.ROOT));
        return new RoutePath(part, path.substring(dot + 1));
    }

    /** @throws BadRecord when the record has nothing there that could be a part of a name */
    String in(SinkRecord record) {
        Found found = switch (part) {
            case VALUE -> FieldReader.at(record.valueSchema(), record.value(), field);
            case KEY -> FieldReader.at(record.keySchema(), record.key(), field);
            case HEADER -> header(record.headers().lastWithName(field));
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

    private static @Nullable Found header(@Nullable Header header) {
        return header == null ? null : new Found(header.schema(), header.value());
    }

    @Override
    public String toString() {
        return part.name().toLowerCase(Locale.ROOT) + " " + field;
    }
}
