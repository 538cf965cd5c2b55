package dev.sluice.testkit.oss;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one record of the journal; {@link RecordReader} is its other half. */
final class RecordWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final DataOutputStream out = new DataOutputStream(bytes);

    byte[] bytes() {
        return bytes.toByteArray();
    }

    RecordWriter number(long value) {
        try {
            out.writeLong(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    RecordWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    RecordWriter optional(@Nullable String value) {
        number(value == null ? 0 : 1);
        return value == null ? this : text(value);
    }

    RecordWriter time(Instant value) {
        return number(value.getEpochSecond()).number(value.getNano());
    }

    RecordWriter map(Map<String, String> map) {
        number(map.size());
        map.forEach((key, value) -> text(key).text(value));
        return this;
    }

    RecordWriter attributes(Attributes attributes) {
        return map(attributes.headers())
                .map(attributes.userMetadata())
                .optional(attributes.storageClass())
                .text(attributes.acl())
                .map(attributes.tags());
    }

    RecordWriter content(Content content) {
        List<Piece> pieces = content.pieces();
        number(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            if (!(pieces.get(i) instanceof Piece.InFile file)) {
                throw new IllegalStateException("what lasts is in files");
            }
            text(file.name()).number(content.sizes().get(i));
        }
        return this;
    }

    RecordWriter body(ReceivedBody body) {
        return content(body.content()).text(body.etag()).number(body.crc64()).number(body.etagIsMd5() ? 1 : 0);
    }

    RecordWriter object(StoredObject object) {
        text(object.type().name())
                .content(object.content())
                .text(object.etag())
                .number(object.crc64())
                .optional(object.md5Header())
                .time(object.lastModified())
                .attributes(object.attributes())
                .text(object.versionId())
                .optional(object.target());
        Restoration restoration = object.restoration();
        number(restoration == null ? 0 : 1);
        return restoration == null ? this : time(restoration.ready()).time(restoration.until());
    }
}
