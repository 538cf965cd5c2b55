package dev.sluice.oss;

import dev.sluice.core.config.Aliases;
import dev.sluice.core.config.Translation;
import java.net.URI;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The S3 sink's proxy, which is a URL. */
final class OtherProxy {
    private static final String URL = "s3.proxy.url";
    private static final String USER = "s3.proxy.user";
    private static final String PASSWORD = "s3.proxy.password";

    private OtherProxy() {}

    static void addTo(Aliases aliases) {
        aliases.renamed(USER, ConnectionOptions.PROXY_USER)
                .read(
                        PASSWORD,
                        Type.PASSWORD,
                        "The same as " + ConnectionOptions.PROXY_PASSWORD + ".",
                        (value, config) -> config.set(ConnectionOptions.PROXY_PASSWORD, value, PASSWORD))
                // It may hold a password.
                .read(
                        URL,
                        Type.PASSWORD,
                        "A URL such as http://proxy:3128 in place of " + ConnectionOptions.PROXY_HOST + " and "
                                + ConnectionOptions.PROXY_PORT + "; may hold user and password.",
                        OtherProxy::url);
    }

    private static void url(String text, Translation config) {
        URI url;
        try {
            url = URI.create(text.contains("://") ? text : "http://" + text);
        } catch (IllegalArgumentException e) {
            config.refuse(URL, "is not a URL");
            return;
        }
        if (!"http".equalsIgnoreCase(url.getScheme()) || url.getHost() == null) {
            config.refuse(
                    URL,
                    "must be like http://host:port; a proxy is spoken to without TLS, and the service through it with TLS");
            return;
        }
        config.set(ConnectionOptions.PROXY_HOST, url.getHost(), URL);
        config.set(ConnectionOptions.PROXY_PORT, Integer.toString(url.getPort() < 0 ? 80 : url.getPort()), URL);
        String user = url.getUserInfo();
        if (user != null && !user.isEmpty()) {
            int colon = user.indexOf(':');
            config.set(ConnectionOptions.PROXY_USER, colon < 0 ? user : user.substring(0, colon), URL);
            if (colon >= 0) {
                config.set(ConnectionOptions.PROXY_PASSWORD, user.substring(colon + 1), URL);
            }
        }
    }
}
