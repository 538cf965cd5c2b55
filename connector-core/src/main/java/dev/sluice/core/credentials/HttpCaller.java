package dev.sluice.core.credentials;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Small HTTP requests, one at a time, each on a connection of its own: there is one an hour. The JDK's newer client would
 * leave its selector thread to the garbage collector; this one has none.
 */
final class HttpCaller implements AutoCloseable {
    /** Answers have some 2 KB. */
    private static final int LONGEST_ANSWER = 64 << 10;

    private final Duration connectTimeout;
    private final Duration readTimeout;
    private final boolean direct;
    private volatile @Nullable HttpURLConnection open;
    private volatile boolean closed;

    /** @param direct past any proxy of the process, which cannot reach what is local to the machine */
    HttpCaller(Duration connectTimeout, Duration readTimeout, boolean direct) {
        this.connectTimeout = connectTimeout;
        this.readTimeout = readTimeout;
        this.direct = direct;
    }

    record Answer(int status, String body) {}

    /**
     * @param body null for a request without one
     * @throws CredentialsException without the request in its message; fatal for a certificate that is not accepted,
     *     otherwise transient
     */
    Answer send(String method, URI uri, Map<String, String> headers, @Nullable String body) {
        try {
            return exchange(method, uri, headers, body);
        } catch (SSLHandshakeException | SSLPeerUnverifiedException e) {
            throw CredentialsException.refused(
                    "Certificate",
                    "the certificate of " + uri.getHost()
                            + " is not accepted; check the endpoint and the trust store of" + " the worker",
                    e);
        } catch (IOException e) {
            throw CredentialsException.passing(
                    "Unreachable", uri.getAuthority() + " could not be asked: " + e.getMessage(), e);
        } finally {
            HttpURLConnection used = open;
            open = null;
            if (used != null) {
                used.disconnect();
            }
        }
    }

    private Answer exchange(String method, URI uri, Map<String, String> headers, @Nullable String body)
            throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                (direct
                        ? uri.toURL().openConnection(Proxy.NO_PROXY)
                        : uri.toURL().openConnection());
        connection.setRequestMethod(method);
        connection.setConnectTimeout((int) connectTimeout.toMillis());
        connection.setReadTimeout((int) readTimeout.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        // A connection that is kept would be looked after by a thread of the JDK.
        connection.setRequestProperty("Connection", "close");
        headers.forEach(connection::setRequestProperty);
        open = connection;
        if (closed) {
            throw new IOException("closed");
        }
        if (body != null) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            connection.setDoOutput(true);
            // A body of known length is not sent twice behind our back: its nonce is good for one time.
            connection.setFixedLengthStreamingMode(bytes.length);
            try (var out = connection.getOutputStream()) {
                out.write(bytes);
            }
        }
        int status = connection.getResponseCode();
        try (InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            byte[] answer = in == null ? new byte[0] : in.readNBytes(LONGEST_ANSWER);
            return new Answer(status, new String(answer, StandardCharsets.UTF_8));
        }
    }

    /** Cuts off the request under way; each later one fails. */
    @Override
    public void close() {
        closed = true;
        HttpURLConnection used = open;
        if (used != null) {
            used.disconnect();
        }
    }
}
