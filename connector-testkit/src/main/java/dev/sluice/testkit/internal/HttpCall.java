package dev.sluice.testkit.internal;

import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request as it came over the wire: nothing decoded, so that signatures can be recomputed.
 *
 * @param target path and query, still percent-encoded
 * @param headers in the order received, names in the client's case
 * @param body empty stream when the request has none; de-chunked
 */
public record HttpCall(String method, String target, List<HttpHeader> headers, InputStream body) {

    /** The first value of a header, whatever the case of its name, or null. */
    public @Nullable String header(String name) {
        for (HttpHeader header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return null;
    }
}
