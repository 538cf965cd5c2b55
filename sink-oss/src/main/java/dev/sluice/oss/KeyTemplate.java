package dev.sluice.oss;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How objects are called, as the user wrote it: text with variables in double braces.
 *
 * <p>Objects with different origins or first offsets must never get the same key. So topic, partition and offset must all be
 * there, and where they end must be plain to see: in the text between two characters that no variable ever holds
 * (anything but letters, digits and {@code . _ - %}), an identifying number may stand beside one text at most.
 */
final class KeyTemplate {

    enum Kind {
        TOPIC,
        ORIGIN_TOPIC,
        PARTITION,
        OFFSET,
        TIMESTAMP,
        FIELD
    }

    /** Text as it is, or a variable. */
    sealed interface Piece {}

    record Literal(String text) implements Piece {}

    /** @param argument pattern of a timestamp; otherwise null */
    record Variable(
            Kind kind, @Nullable String argument, @Nullable FieldPath field) implements Piece {
        boolean isNumber() {
            return kind == Kind.PARTITION || kind == Kind.OFFSET;
        }
    }

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");
    private static final String KNOWN =
            "topic, origin_topic, partition, offset, timestamp:PATTERN, key, key:FIELD, value:FIELD, header:NAME";

    private final List<Piece> pieces;

    private KeyTemplate(List<Piece> pieces) {
        this.pieces = pieces;
    }

    List<Piece> pieces() {
        return pieces;
    }

    boolean has(Kind kind) {
        return pieces.stream().anyMatch(piece -> piece instanceof Variable variable && variable.kind == kind);
    }

    /** @throws IllegalArgumentException when it is none, with the reason */
    static KeyTemplate parse(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(text);
        int end = 0;
        while (variables.find()) {
            literal(text.substring(end, variables.start()), pieces);
            pieces.add(variable(variables.group(1)));
            end = variables.end();
        }
        literal(text.substring(end), pieces);
        KeyTemplate template = new KeyTemplate(List.copyOf(pieces));
        template.checkSteps();
        return template;
    }

    private static void literal(String text, List<Piece> into) {
        if (text.isEmpty()) {
            return;
        }
        if (text.contains("{{") || text.contains("}}")) {
            throw new IllegalArgumentException("has braces without a partner; a variable is written {{topic}}");
        }
        if (text.chars().anyMatch(c -> c == '\\' || Character.isISOControl(c) || Character.isSurrogate((char) c))) {
            throw new IllegalArgumentException("must not hold backslashes, control characters or surrogates");
        }
        into.add(new Literal(text));
    }

    private static Variable variable(String name) {
        switch (name) {
            case "topic" -> {
                return new Variable(Kind.TOPIC, null, null);
            }
            case "origin_topic" -> {
                return new Variable(Kind.ORIGIN_TOPIC, null, null);
            }
            case "partition" -> {
                return new Variable(Kind.PARTITION, null, null);
            }
            case "offset" -> {
                return new Variable(Kind.OFFSET, null, null);
            }
            default -> {
                if (name.startsWith("timestamp:")) {
                    return new Variable(Kind.TIMESTAMP, name.substring("timestamp:".length()), null);
                }
                if (name.equals("key")
                        || name.startsWith("key:")
                        || name.startsWith("value:")
                        || name.startsWith("header:")) {
                    return new Variable(Kind.FIELD, null, FieldPath.parse(name));
                }
                throw new IllegalArgumentException("has an unknown variable {{" + name + "}}; there are " + KNOWN);
            }
        }
    }

    private void checkSteps() {
        StringBuilder sample = new StringBuilder();
        pieces.forEach(piece -> sample.append(piece instanceof Literal literal ? literal.text : "x"));
        if (Arrays.stream(sample.toString().split("/", -1))
                .anyMatch(s -> s.isEmpty() || s.equals(".") || s.equals(".."))) {
            throw new IllegalArgumentException(
                    "must not begin or end with /, nor hold an empty part, . or .. between slashes");
        }
        String reserved = ReservedDirectories.in(sample.toString());
        if (reserved != null) {
            throw new IllegalArgumentException(ReservedDirectories.refusal(reserved));
        }
    }

    /** @throws IllegalArgumentException when a timestamp's pattern is none, with the reason */
    void checkPatterns() {
        for (Piece piece : pieces) {
            if (piece instanceof Variable variable && variable.argument != null) {
                new PathFormat(variable.argument, ZoneOffset.UTC, Locale.ROOT, "/", null);
            }
        }
    }

    /**
     * Why two objects could get the same key; null when they cannot.
     *
     * @param oneTopic all records come from one topic
     * @param renamed a transform may change the topic of a record
     */
    @Nullable
    String collision(boolean oneTopic, boolean renamed) {
        if (!has(Kind.OFFSET)) {
            return "needs {{offset}}: otherwise the next object of a partition would replace the one before";
        }
        if (!has(Kind.PARTITION)) {
            return "needs {{partition}}: offsets of two partitions are the same";
        }
        if (!oneTopic && !has(Kind.ORIGIN_TOPIC)) {
            if (!has(Kind.TOPIC)) {
                return "needs {{topic}} or {{origin_topic}}: offsets of two topics are the same";
            }
            if (renamed) {
                return "needs {{origin_topic}}: transforms is set, and a transform may give two topics the same name";
            }
        }
        return ambiguity(oneTopic, renamed);
    }

    private @Nullable String ambiguity(boolean oneTopic, boolean renamed) {
        for (List<Piece> run : runs()) {
            boolean identifies = run.stream()
                    .anyMatch(piece -> piece instanceof Variable variable
                            && (variable.isNumber() || (!oneTopic && isTopic(variable, renamed))));
            if (!identifies) {
                continue;
            }
            long texts = run.stream()
                    .filter(piece -> piece instanceof Variable variable && !variable.isNumber())
                    .count();
            if (texts > 1) {
                return "has two texts side by side whose border cannot be seen; put / or + between them";
            }
            for (int i = 1; i < run.size(); i++) {
                if (run.get(i - 1) instanceof Variable && run.get(i) instanceof Variable) {
                    return "has two variables without anything between them; put / or + between them";
                }
            }
            for (int i = 0; i < run.size(); i++) {
                if (run.get(i) instanceof Literal literal && touchesWithDigit(run, i, literal.text)) {
                    return "has a digit beside a variable, so where a number ends cannot be seen; put / or + between";
                }
            }
        }
        return null;
    }

    private static boolean isTopic(Variable variable, boolean renamed) {
        return variable.kind == Kind.ORIGIN_TOPIC || (variable.kind == Kind.TOPIC && !renamed);
    }

    private static boolean touchesWithDigit(List<Piece> run, int at, String text) {
        boolean before = at > 0 && Character.isDigit(text.charAt(0));
        boolean after = at + 1 < run.size() && Character.isDigit(text.charAt(text.length() - 1));
        return before || after;
    }

    /** The pieces between characters that no variable ever holds. */
    private List<List<Piece>> runs() {
        List<List<Piece>> runs = new ArrayList<>();
        List<Piece> run = new ArrayList<>();
        for (Piece piece : pieces) {
            if (!(piece instanceof Literal literal)) {
                run.add(piece);
                continue;
            }
            int begin = 0;
            String text = literal.text;
            for (int i = 0; i < text.length(); i++) {
                if (!KeyText.isPlain(text.charAt(i)) && text.charAt(i) != '%' && text.charAt(i) != '=') {
                    if (i > begin) {
                        run.add(new Literal(text.substring(begin, i)));
                    }
                    runs.add(run);
                    run = new ArrayList<>();
                    begin = i + 1;
                }
            }
            if (begin < text.length()) {
                run.add(new Literal(text.substring(begin)));
            }
        }
        runs.add(run);
        return runs;
    }
}
