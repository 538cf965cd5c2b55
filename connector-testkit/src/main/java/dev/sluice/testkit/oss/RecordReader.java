package dev.sluice.testkit.oss;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one record of the journal. */
final class RecordReader {
    private final DataInputStream in;

    RecordReader(byte[] bytes) {
        in = new DataInputStream(new ByteArrayInputStream(bytes));
    }

    /** Finds the file of a piece, held once more for each content that it is part of. */
    @FunctionalInterface
    interface Files {
        Piece piece(String name, long size) throws IOException;
    }

    long number() throws IOException {
        return in.readLong();
    }

    String text() throws IOException {
        long length = number();
        if (length < 0 || length > in.available()) {
            throw new IOException("a text in the journal is longer than its record");
        }
        return new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
    }

    @Nullable
    String optional() throws IOException {
        return number() == 0 ? null : text();
    }

    Instant time() throws IOException {
        return Instant.ofEpochSecond(number(), number());
    }

    Map<String, String> map() throws IOException {
        Map<String, String> map = new LinkedHashMap<>();
        for (long left = number(); left > 0; left--) {
            map.put(text(), text());
        }
        return map;
    }

    Attributes attributes() throws IOException {
        return new Attributes(map(), map(), optional(), text(), map());
    }

    Content content(Files files) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        for (long left = number(); left > 0; left--) {
            String name = text();
            long size = number();
            pieces.add(files.piece(name, size));
            sizes.add(size);
        }
        return new Content(pieces, sizes);
    }

    ReceivedBody body(Files files) throws IOException {
        return new ReceivedBody(content(files), text(), number(), number() == 1);
    }

    StoredObject object(Files files) throws IOException {
        return new StoredObject(
                StoredObject.Type.valueOf(text()),
                content(files),
                text(),
                number(),
                optional(),
                time(),
                attributes(),
                text(),
                optional(),
                number() == 0 ? null : new Restoration(time(), time()));
    }
}
