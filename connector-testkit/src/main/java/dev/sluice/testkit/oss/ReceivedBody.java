package dev.sluice.testkit.oss;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.jspecify.annotations.Nullable;

/**
 * A request body that has arrived whole and is what its headers promise.
 *
 * @param etag the MD5 of the content in upper-case hex: the service's ETag of what came in one piece
 */
record ReceivedBody(Content content, String etag, long crc64) {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int MAX_PIECE = 4 << 20;
    private static final int FIRST_PIECE = 16 << 10;

    /** The largest body of one request that stores data. */
    static final long MAX_OBJECT = 5L << 30;

    /** The largest body of a request that is an XML document. */
    private static final long MAX_XML = 2L << 20;

    /** The document of a request, or no bytes. */
    static byte[] xml(OssRequest request) throws IOException {
        return read(request, MAX_XML).content().stream().readAllBytes();
    }

    static ReceivedBody object(OssRequest request) throws IOException {
        boolean chunked = request.header("Transfer-Encoding") != null;
        if (!chunked && request.header("Content-Length") == null) {
            throw new OssError(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        }
        return read(request, MAX_OBJECT);
    }

    /** Content that is here already, as if it had just arrived. */
    static ReceivedBody of(Content content) throws IOException {
        MessageDigest md5 = newMd5();
        long crc = Crc64.EMPTY;
        byte[] buffer = new byte[FIRST_PIECE];
        try (InputStream in = content.stream()) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                md5.update(buffer, 0, got);
                crc = Crc64.update(crc, buffer, 0, got);
            }
        }
        return new ReceivedBody(content, HEX.formatHex(md5.digest()), crc);
    }

    private static ReceivedBody read(OssRequest request, long max) throws IOException {
        byte[] promised = promisedMd5(request.header("Content-MD5"));
        String declared = request.header("Content-Length");
        long length = declared == null ? -1 : request.longValue("Content-Length", declared);
        if (length > max) {
            throw OssError.entityTooLarge(length, max);
        }
        MessageDigest md5 = newMd5();
        long crc = Crc64.EMPTY;
        long total = 0;
        List<byte[]> pieces = new ArrayList<>();
        InputStream body = request.body();
        int pieceSize = length < 0 ? FIRST_PIECE : MAX_PIECE;
        while (true) {
            int size = length < 0 ? pieceSize : (int) Math.min(pieceSize, length - total);
            byte[] piece = new byte[size];
            int got = size == 0 ? 0 : readFully(body, piece);
            md5.update(piece, 0, got);
            crc = Crc64.update(crc, piece, 0, got);
            total += got;
            if (total > max) {
                throw OssError.entityTooLarge(total, max);
            }
            if (got > 0) {
                pieces.add(got == size ? piece : Arrays.copyOf(piece, got));
            }
            if (got < size || size == 0) {
                break;
            }
            pieceSize = Math.min(MAX_PIECE, 2 * pieceSize);
        }
        if (length >= 0 && total < length) {
            throw OssError.incompleteBody();
        }
        byte[] digest = md5.digest();
        if (promised != null && !Arrays.equals(promised, digest)) {
            throw invalidDigest();
        }
        return new ReceivedBody(Content.of(pieces), HEX.formatHex(digest), crc);
    }

    /** The ETag of these few bytes. */
    static String etagOf(String text) {
        return HEX.formatHex(newMd5().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    byte[] md5() {
        return HEX.parseHex(etag);
    }

    String md5Header() {
        return Base64.getEncoder().encodeToString(md5());
    }

    static MessageDigest newMd5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte @Nullable [] promisedMd5(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return null;
        }
        try {
            byte[] md5 = Base64.getDecoder().decode(header.trim());
            if (md5.length == 16) {
                return md5;
            }
        } catch (IllegalArgumentException e) {
            // answered below, like any other text that is no MD5
        }
        throw invalidDigest();
    }

    private static OssError invalidDigest() {
        return new OssError(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
    }

    private static int readFully(InputStream in, byte[] buffer) throws IOException {
        try {
            return in.readNBytes(buffer, 0, buffer.length);
        } catch (ConnectionClosedException | MalformedChunkCodingException e) {
            // The sender closed its side in the middle of the body; it may still be listening.
            throw OssError.incompleteBody();
        }
    }
}
