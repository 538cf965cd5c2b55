package dev.sluice.testkit.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an emulator answers. With a header {@code Connection: close} the rest of the request's body is not read.
 *
 * @param length of the content in bytes; also sent for HEAD, whose content is not
 * @param content null for an answer without a body
 */
public record HttpReply(
        int status,
        List<HttpHeader> headers,
        long length,
        @Nullable InputStream content) {

    public static HttpReply of(int status, List<HttpHeader> headers, byte[] body) {
        return new HttpReply(status, headers, body.length, new ByteArrayInputStream(body));
    }

    /** Lets go of the content of an answer that will not be sent. */
    void drop() throws IOException {
        if (content != null) {
            content.close();
        }
    }

    public static HttpReply empty(int status, List<HttpHeader> headers) {
        return new HttpReply(status, headers, 0, null);
    }
}
