package dev.sluice.oss.commit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Lines as text: a JSON object each, whose last member is the CRC-32C of the bytes before it. The guide's page on exactly
 * once says what each member means.
 */
public final class LogFormat {
    /** What this class writes. A line of a later version is not understood. */
    static final int VERSION = 1;

    private static final byte[] BEFORE_CRC = ",\"crc\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int CRC_DIGITS = 8;
    private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_OFFSETS = 1 << 30;

    /** For all logs: it keeps the names of members, which are the same in each. */
    private static final JsonFactory JSON = new JsonFactory();

    private LogFormat() {}

    /**
     * A line with what stands around it.
     *
     * @param line what it says
     * @param writer who wrote it: another text for each time that a task took the partition over
     * @param snapshot position in the log object of the latest {@link LogLine.Snapshot}, of this line if it is one
     * @param time when it was written
     */
    public record Written(LogLine line, String writer, long snapshot, Instant time) {}

    /**
     * A line as it stands in the log.
     *
     * @return with the line feed at its end
     */
    static byte[] encode(Written written) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(256);
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeNumberField("v", VERSION);
            out.writeStringField("type", written.line().type());
            out.writeStringField("writer", written.writer());
            out.writeNumberField("snapshot", written.snapshot());
            out.writeStringField("time", written.time().toString());
            write(written.line(), out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] all = text.toByteArray();
        int length = all.length - 1;
        byte[] line = Arrays.copyOf(all, length + BEFORE_CRC.length + CRC_DIGITS + END.length + 1);
        System.arraycopy(BEFORE_CRC, 0, line, length, BEFORE_CRC.length);
        byte[] crc = crc(all, length).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(crc, 0, line, length + BEFORE_CRC.length, CRC_DIGITS);
        System.arraycopy(END, 0, line, line.length - 1 - END.length, END.length);
        line[line.length - 1] = '\n';
        return line;
    }

    private static String crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return String.format("%08x", crc.getValue());
    }

    private static void write(LogLine line, JsonGenerator out) throws IOException {
        if (line instanceof LogLine.Snapshot snapshot) {
            out.writeNumberField("next", snapshot.next());
            out.writeStringField("offsets", text(snapshot.done()));
            out.writeArrayFieldStart("unpublished");
            for (CommittedObject object : snapshot.unpublished()) {
                out.writeStartObject();
                write(object, out);
                out.writeEndObject();
            }
            out.writeEndArray();
        } else if (line instanceof LogLine.Claim claim) {
            out.writeStringField("task", claim.task());
        } else if (line instanceof LogLine.Committed committed) {
            write(committed.object(), out);
        } else if (line instanceof LogLine.Published published) {
            out.writeArrayFieldStart("uploads");
            for (String uploadId : published.uploadIds()) {
                out.writeString(uploadId);
            }
            out.writeEndArray();
        } else if (line instanceof LogLine.Lost lost) {
            out.writeStringField("upload", lost.uploadId());
        } else if (line instanceof LogLine.Safe safe) {
            out.writeNumberField("next", safe.next());
        } else if (line instanceof LogLine.Reset reset) {
            out.writeNumberField("next", reset.next());
        } else if (line instanceof LogLine.Sealed sealed) {
            out.writeNumberField("next", sealed.next());
        }
    }

    private static void write(CommittedObject committed, JsonGenerator out) throws IOException {
        PreparedObject object = committed.object();
        out.writeStringField("key", object.key());
        out.writeNumberField("bytes", object.length());
        out.writeNumberField("records", committed.records());
        long[] span = span(committed.offsets());
        out.writeNumberField("first", span[0]);
        out.writeNumberField("last", span[1] - 1);
        if (span[1] - span[0] != committed.records()) {
            out.writeStringField("offsets", text(committed.offsets()));
        }
        out.writeStringField("upload", object.uploadId());
        out.writeArrayFieldStart("parts");
        for (UploadedPart part : object.parts()) {
            out.writeStartObject();
            out.writeStringField("etag", part.tag());
            out.writeNumberField("bytes", part.length());
            if (part.crc() != null) {
                out.writeStringField("crc64", Long.toUnsignedString(part.crc()));
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static long[] span(OffsetRuns offsets) {
        long[] span = {-1, -1};
        offsets.visit((from, to) -> {
            span[0] = span[0] < 0 ? from : span[0];
            span[1] = to;
        });
        return span;
    }

    private static String text(OffsetRuns offsets) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(offsets.pairs());
            deflater.finish();
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            byte[] chunk = new byte[8192];
            while (!deflater.finished()) {
                deflated.write(chunk, 0, deflater.deflate(chunk));
            }
            return Base64.getEncoder().encodeToString(deflated.toByteArray());
        } finally {
            deflater.end();
        }
    }

    /**
     * Reads a line.
     *
     * @param text holds it; not changed
     * @param from where it begins
     * @param to behind its last byte, the line feed not included
     * @return null when it is not whole: a write that broke off left it
     * @throws LogException when it is whole and cannot be understood
     */
    static @Nullable Written decode(byte[] text, int from, int to) {
        int body = to - END.length - CRC_DIGITS - BEFORE_CRC.length;
        if (body < from
                || !Arrays.equals(text, body, body + BEFORE_CRC.length, BEFORE_CRC, 0, BEFORE_CRC.length)
                || !Arrays.equals(text, to - END.length, to, END, 0, END.length)) {
            return null;
        }
        byte[] line = Arrays.copyOfRange(text, from, to);
        String crc = new String(text, to - END.length - CRC_DIGITS, CRC_DIGITS, StandardCharsets.US_ASCII);
        if (!crc(line, body - from).equals(crc)) {
            return null;
        }
        try {
            return decode(new Fields(line));
        } catch (IOException | RuntimeException e) {
            throw new LogException("a line of the commit log cannot be understood: "
                    + (e instanceof LogException ? e.getMessage() : e.getClass().getSimpleName()));
        }
    }

    private static Written decode(Fields fields) {
        if (fields.number("v") != VERSION) {
            throw new LogException(
                    "it is of version " + fields.number("v") + "; use a version of the connector that knows it");
        }
        return new Written(
                line(fields), fields.text("writer"), fields.number("snapshot"), Instant.parse(fields.text("time")));
    }

    private static LogLine line(Fields fields) {
        String type = fields.text("type");
        return switch (type) {
            case "snapshot" ->
                new LogLine.Snapshot(
                        fields.number("next"),
                        offsets(fields.text("offsets")),
                        fields.objects("unpublished").stream()
                                .map(LogFormat::committed)
                                .toList());
            case "claim" -> new LogLine.Claim(fields.text("task"));
            case "object" -> new LogLine.Committed(committed(fields));
            case "published" -> new LogLine.Published(fields.texts("uploads"));
            case "lost" -> new LogLine.Lost(fields.text("upload"));
            case "safe" -> new LogLine.Safe(fields.number("next"));
            case "reset" -> new LogLine.Reset(fields.number("next"));
            case "sealed" -> new LogLine.Sealed(Math.toIntExact(fields.number("next")));
            default -> throw new LogException("its type is not known");
        };
    }

    private static CommittedObject committed(Fields fields) {
        List<UploadedPart> parts = new ArrayList<>();
        for (Fields part : fields.objects("parts")) {
            parts.add(new UploadedPart(
                    parts.size() + 1,
                    part.text("etag"),
                    part.number("bytes"),
                    part.has("crc64") ? Long.parseUnsignedLong(part.text("crc64")) : null));
        }
        return new CommittedObject(
                new PreparedObject(fields.text("key"), fields.text("upload"), List.copyOf(parts)),
                Math.toIntExact(fields.number("records")),
                fields.has("offsets")
                        ? offsets(fields.text("offsets"))
                        : OffsetRuns.of(fields.number("first"), fields.number("last") + 1));
    }

    private static OffsetRuns offsets(String text) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(Base64.getDecoder().decode(text));
            ByteArrayOutputStream pairs = new ByteArrayOutputStream();
            byte[] chunk = new byte[8192];
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                if ((count == 0 && !inflater.finished()) || pairs.size() > LONGEST_OFFSETS) {
                    throw new LogException("its offsets are cut off");
                }
                pairs.write(chunk, 0, count);
            }
            OffsetRuns runs = OffsetRuns.of(pairs.toByteArray());
            runs.visit((first, behindLast) -> {});
            return runs;
        } catch (DataFormatException e) {
            throw new LogException("its offsets are not compressed as they should be");
        } finally {
            inflater.end();
        }
    }

    /** The members of one JSON object. */
    private static final class Fields {
        private final Map<String, Object> members;

        Fields(byte[] text) throws IOException {
            try (JsonParser parser = JSON.createParser(text)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw new LogException("it is not a JSON object");
                }
                members = members(parser);
            }
        }

        private Fields(Map<String, Object> members) {
            this.members = members;
        }

        private static Map<String, Object> members(JsonParser parser) throws IOException {
            Map<String, Object> members = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                members.put(name, value(parser));
            }
            return members;
        }

        private static Object value(JsonParser parser) throws IOException {
            return switch (parser.currentToken()) {
                case VALUE_STRING -> parser.getText();
                case VALUE_NUMBER_INT -> parser.getLongValue();
                case START_OBJECT -> new Fields(members(parser));
                case START_ARRAY -> {
                    List<Object> values = new ArrayList<>();
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        values.add(value(parser));
                    }
                    yield values;
                }
                default -> throw new LogException("it has a value of a kind that is not used");
            };
        }

        boolean has(String name) {
            return members.containsKey(name);
        }

        private <T> T as(Class<T> type, String name) {
            Object value = members.get(name);
            if (!type.isInstance(value)) {
                throw new LogException("it has no proper \"" + name + "\"");
            }
            return type.cast(value);
        }

        String text(String name) {
            return as(String.class, name);
        }

        long number(String name) {
            return as(Long.class, name);
        }

        List<String> texts(String name) {
            return ((List<?>) as(List.class, name))
                    .stream().map(String.class::cast).toList();
        }

        List<Fields> objects(String name) {
            return ((List<?>) as(List.class, name))
                    .stream().map(Fields.class::cast).toList();
        }
    }
}
