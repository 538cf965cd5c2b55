package dev.sluice.core.credentials;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The strings of a small JSON answer, by the names on the way to them: {@code Credentials.AccessKeyId}. Numbers and
 * literals are kept as they are written; what is in arrays is left out. A JSON library would be a jar in every sink.
 */
final class JsonFields {
    private final String text;
    private final Map<String, String> fields = new HashMap<>();
    private int at;

    private JsonFields(String text) {
        this.text = text;
    }

    /** @return null when the text is not a JSON object */
    static @Nullable Map<String, String> parse(String text) {
        JsonFields json = new JsonFields(text);
        try {
            json.object("");
            json.space();
            return json.at == text.length() ? json.fields : null;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    /** @param path null inside an array, where nothing is kept */
    private void object(@Nullable String path) {
        expect('{');
        if (nextIs('}')) {
            return;
        }
        do {
            space();
            String name = string();
            expect(':');
            value(path == null ? null : path.isEmpty() ? name : path + "." + name);
        } while (nextIs(','));
        expect('}');
    }

    private void array() {
        expect('[');
        if (nextIs(']')) {
            return;
        }
        do {
            value(null);
        } while (nextIs(','));
        expect(']');
    }

    private void value(@Nullable String path) {
        space();
        char first = text.charAt(at);
        if (first == '{') {
            object(path);
        } else if (first == '[') {
            array();
        } else {
            String scalar = first == '"' ? string() : literal();
            if (path != null) {
                fields.put(path, scalar);
            }
        }
    }

    private String literal() {
        int start = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (start == at) {
            throw new IllegalArgumentException();
        }
        return text.substring(start, at);
    }

    private String string() {
        if (text.charAt(at++) != '"') {
            throw new IllegalArgumentException();
        }
        StringBuilder value = new StringBuilder();
        for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
            value.append(c == '\\' ? escaped() : c);
        }
        return value.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> c;
        };
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean nextIs(char wanted) {
        space();
        if (text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!nextIs(wanted)) {
            throw new IllegalArgumentException();
        }
    }
}
