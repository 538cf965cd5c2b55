package dev.sluice.tablestore.client;

import com.alicloud.openservices.tablestore.AsyncClient;
import com.alicloud.openservices.tablestore.AsyncTimeseriesClient;
import com.alicloud.openservices.tablestore.ClientConfiguration;
import com.alicloud.openservices.tablestore.core.ResourceManager;
import com.alicloud.openservices.tablestore.model.RetryStrategy;
import dev.sluice.core.credentials.CredentialsProvider;
import java.util.Map;

/** Sets up the service's client. */
public final class Clients {
    /** Connections beside those of writes: descriptions of tables. */
    private static final int SPARE_CONNECTIONS = 4;
    /** They only move bytes and parse small answers; the client would take one per processor, for each task. */
    private static final int IO_THREADS = 2;

    private static final Map<String, String> HEADERS = Map.of("User-Agent", userAgent());

    private Clients() {}

    /**
     * @param options where the service is, and how long to wait
     * @param credentials asked before each request
     * @param requests how many may be under way
     * @return to be closed with {@link #close(AsyncClient)}
     */
    public static AsyncClient open(ConnectionOptions options, CredentialsProvider credentials, int requests) {
        return open(options, credentials, requests, new SingleAttempt());
    }

    /**
     * @param options where the service is, and how long to wait
     * @param credentials asked before each request
     * @param requests how many may be under way
     * @param attempts whether the client itself repeats requests
     * @return to be closed with {@link #close(AsyncClient)}
     */
    public static AsyncClient open(
            ConnectionOptions options, CredentialsProvider credentials, int requests, RetryStrategy attempts) {
        AsyncClient client = make(AsyncClient::new, options, credentials, config(options, requests, attempts));
        client.setExtraHeaders(HEADERS);
        return client;
    }

    /**
     * @param options where the service is, and how long to wait
     * @param credentials asked before each request
     * @param requests how many may be under way
     * @return to be closed with {@link #close(Runnable)}
     */
    public static AsyncTimeseriesClient openSeries(
            ConnectionOptions options, CredentialsProvider credentials, int requests) {
        AsyncTimeseriesClient client =
                make(AsyncTimeseriesClient::new, options, credentials, config(options, requests, new SingleAttempt()));
        client.setExtraHeaders(HEADERS);
        return client;
    }

    /** A constructor that the two kinds of clients have. */
    private interface Constructor<C> {
        C make(
                String endpoint,
                com.alicloud.openservices.tablestore.core.auth.CredentialsProvider credentials,
                String instance,
                ClientConfiguration config,
                ResourceManager resources);
    }

    private static <C> C make(
            Constructor<C> kind,
            ConnectionOptions options,
            CredentialsProvider credentials,
            ClientConfiguration config) {
        return kind.make(
                options.endpoint(),
                new RequestCredentials(credentials),
                options.instance(),
                config,
                new ResourceManager(config, new ArrivalThread()));
    }

    private static ClientConfiguration config(ConnectionOptions options, int requests, RetryStrategy attempts) {
        ClientConfiguration config = new ClientConfiguration();
        config.setRetryStrategy(attempts);
        config.setEnableResponseValidation(true);
        config.setMaxConnections(requests + SPARE_CONNECTIONS);
        config.setIoThreadCount(Math.min(IO_THREADS, Runtime.getRuntime().availableProcessors()));
        config.setConnectionTimeoutInMillisecond((int) options.connectTimeout().toMillis());
        config.setConnectionRequestTimeoutInMillisecond(
                (int) options.connectTimeout().toMillis());
        config.setSocketTimeoutInMillisecond((int) options.socketTimeout().toMillis());
        return config;
    }

    /**
     * Ends the client's threads, as {@link #close(Runnable)} does.
     *
     * @param client not to be used any more
     */
    public static void close(AsyncClient client) {
        close(client::shutdown);
    }

    /**
     * Ends the client's threads. An interrupt would make it leave its connections and threads behind, so it waits until
     * that is done, which takes milliseconds.
     *
     * @param shutdown of a client
     */
    public static void close(Runnable shutdown) {
        boolean interrupted = Thread.interrupted();
        try {
            shutdown.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String userAgent() {
        String version = Clients.class.getPackage().getImplementationVersion();
        return "sluice-tablestore/" + (version == null ? "unknown" : version);
    }
}
