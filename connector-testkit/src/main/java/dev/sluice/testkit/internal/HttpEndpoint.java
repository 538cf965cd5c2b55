package dev.sluice.testkit.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnectionFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/1.1 server on the loopback address: the part that both emulators share. Connections are kept alive, each on
 * its own daemon thread.
 */
public final class HttpEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final TimeValue CLOSE_WAIT = TimeValue.ofSeconds(2);

    /** Header values are bytes, one a char: protocols put UTF-8 there and sign it. */
    private static final CharCodingConfig BYTES_AS_THEY_ARE =
            CharCodingConfig.custom().setCharset(StandardCharsets.ISO_8859_1).build();

    /** The services' own limits are smaller, and are theirs to tell. */
    private static final int MAX_LINE = 1 << 16;

    /** A bound for what is held of a request before anybody has looked at it; no client comes near. */
    private static final int MAX_HEADERS = 500;

    /** In the context of a connection that must end with its present answer, although no header says so. */
    private static final String CUT_SHORT = "sluice.cut-short";

    private final HttpServer server;

    private final ListeningSockets sockets;

    private HttpEndpoint(HttpServer server, ListeningSockets sockets) {
        this.server = server;
        this.sockets = sockets;
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     * @throws UncheckedIOException when the port cannot be had
     */
    public static HttpEndpoint listen(int port, HttpHandler handler) {
        try {
            ListeningSockets sockets = new ListeningSockets();
            HttpServer server = ServerBootstrap.bootstrap()
                    .setServerSocketFactory(sockets)
                    .setLocalAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))
                    .setListenerPort(port)
                    .setSocketConfig(SocketConfig.custom()
                            .setSoTimeout(Timeout.ofMinutes(5))
                            .setTcpNoDelay(true)
                            .setSoReuseAddress(true)
                            .setBacklogSize(1024)
                            .build())
                    .setConnectionFactory(DefaultBHttpServerConnectionFactory.builder()
                            .http1Config(Http1Config.custom()
                                    .setMaxLineLength(MAX_LINE)
                                    .setMaxHeaderCount(MAX_HEADERS)
                                    .build())
                            .charCodingConfig(BYTES_AS_THEY_ARE)
                            .build())
                    .setExceptionListener(new QuietListener())
                    .setConnectionReuseStrategy((request, response, context) -> context.getAttribute(CUT_SHORT) == null
                            && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context))
                    // Any host name is ours: virtual-host addressing names the bucket there.
                    .setRequestRouter((request, context) -> (in, out, ctx) -> exchange(handler, in, out, ctx))
                    .create();
            server.start();
            return new HttpEndpoint(server, sockets);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Closes the port and every connection; requests that are being answered are cut off. */
    @Override
    public void close() {
        server.close(CloseMode.IMMEDIATE);
        sockets.closeConnections();
        try {
            server.awaitTermination(CLOSE_WAIT);
            sockets.awaitReleased(CLOSE_WAIT.toDuration());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void exchange(
            HttpHandler handler, ClassicHttpRequest in, ClassicHttpResponse out, HttpContext context)
            throws IOException {
        List<HttpHeader> headers = new ArrayList<>();
        for (Header header : in.getHeaders()) {
            headers.add(new HttpHeader(header.getName(), header.getValue()));
        }
        HttpEntity entity = in.getEntity();
        InputStream body = entity == null ? InputStream.nullInputStream() : entity.getContent();
        HttpReply reply = handler.handle(new HttpCall(in.getMethod(), in.getRequestUri(), headers, body));
        out.setCode(reply.status());
        for (HttpHeader header : reply.headers()) {
            out.addHeader(header.name(), header.value());
            if (header.name().equalsIgnoreCase("Connection") && header.value().equalsIgnoreCase("close")) {
                // The rest of the body would be read before the answer is sent, and it may never come.
                in.setEntity(null);
            }
        }
        if (reply.content() instanceof CutShort) {
            context.setAttribute(CUT_SHORT, true);
        }
        if (reply.content() != null) {
            // The type stays among the headers, where nothing rewrites it.
            out.setEntity(new InputStreamEntity(reply.content(), reply.length(), null));
        }
    }

    /** A client that goes away is everyday business for a server under test. */
    private static final class QuietListener implements org.apache.hc.core5.http.ExceptionListener {
        @Override
        public void onError(Exception ex) {
            LOG.debug("connection failed", ex);
        }

        @Override
        public void onError(org.apache.hc.core5.http.HttpConnection connection, Exception ex) {
            LOG.debug("connection {} ended", connection, ex);
        }
    }
}
