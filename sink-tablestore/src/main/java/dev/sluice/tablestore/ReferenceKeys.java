package dev.sluice.tablestore;

import dev.sluice.core.config.Aliases;
import dev.sluice.core.config.FlowOptions;
import dev.sluice.core.config.ToleranceOptions;
import dev.sluice.core.config.Translation;
import dev.sluice.tablestore.client.ConnectionOptions;
import dev.sluice.tablestore.key.KeyOptions;
import dev.sluice.tablestore.series.SeriesOptions;
import dev.sluice.tablestore.write.WriteOptions;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/**
 * The options of Alibaba Cloud's
 * <a href="https://github.com/aliyun/kafka-connect-tablestore">kafka-connect-tablestore</a> that have another name here, or
 * no use any more, so that its configs run as they are. What is given by its name here wins.
 */
final class ReferenceKeys {
    private static final String ACCOUNT_ID = "account.id";
    private static final String ROLE_NAME = "role.name";
    private static final String ENV_ACCESS_ID = "ACCESS_ID";
    private static final String ENV_ACCESS_KEY = "ACCESS_KEY";
    private static final String ARN = ConnectionOptions.AUTH.roleArn();

    private static final Aliases ALIASES = new Aliases("Names of kafka-connect-tablestore")
            .read(
                    ACCOUNT_ID,
                    Type.STRING,
                    "With " + ROLE_NAME + " the same as " + ARN + ": the number of the account.",
                    (account, config) -> {})
            .read(
                    ROLE_NAME,
                    Type.STRING,
                    "With " + ACCOUNT_ID + " the same as " + ARN + ": the name of the role.",
                    ReferenceKeys::role)
            .renamed("max.concurrency", FlowOptions.MAX_IN_FLIGHT_REQUESTS)
            .renamed("flush.Interval", WriteOptions.LINGER_MS)
            .renamed("sts.endpoint", ConnectionOptions.AUTH.stsEndpoint())
            .unused(
                    "bucket.count",
                    "rows of one primary key keep their order whatever the number of requests under way, so there are no "
                            + "buckets; " + FlowOptions.MAX_IN_FLIGHT_REQUESTS
                            + " says how many requests there may be")
            .unused(
                    "buffer.size",
                    "what a task holds is bounded in bytes, by " + FlowOptions.BUFFER_MAX_BYTES
                            + ", and rows of a request by " + WriteOptions.BATCH_MAX_ROWS)
            .unused("max.thread.count", "answers need no threads of their own")
            .unused("insert.order.enable", "rows of one primary key always keep the order of their records, at no cost")
            .unused("client.time.out.ms", "temporary credentials are renewed before they expire, whenever that is")
            .unused("region", "the Security Token Service is found by " + ConnectionOptions.AUTH.stsEndpoint());

    /** Their values were taken in any case. */
    private static final Set<String> FOLDED = Set.of(
            SeriesOptions.MODE,
            KeyOptions.PRIMARYKEY_MODE,
            WriteOptions.INSERT_MODE,
            WriteOptions.DELETE_MODE,
            ToleranceOptions.RUNTIME_ERROR_TOLERANCE,
            ToleranceOptions.RUNTIME_ERROR_MODE,
            ConnectionOptions.AUTH.mode());

    /** The error modes that have no use where nothing is tolerated. */
    private static final Set<String> REPORTING =
            Set.of(ToleranceOptions.KAFKA, ToleranceOptions.DLQ, TableErrorMode.NAME);

    private ReferenceKeys() {}

    static ConfigDef define(ConfigDef def) {
        return ALIASES.define(def);
    }

    /**
     * What a config means here. One that has the names and values of this connector comes out as it was.
     *
     * @param environment variables of the worker: the keys that a role is assumed with may be there
     */
    static Translation translate(Map<String, String> raw, Function<String, @Nullable String> environment) {
        Translation config = ALIASES.translate(raw);
        FOLDED.forEach(key ->
                config.given(key).ifPresent(value -> config.replace(key, value.toLowerCase(Locale.ROOT))));
        if ("aksk".equals(config.config().get(ConnectionOptions.AUTH.mode()))) {
            config.replace(ConnectionOptions.AUTH.mode(), "static");
        }
        errorMode(config);
        accessKey(config, environment);
        return config;
    }

    private static void role(String role, Translation config) {
        config.given(ACCOUNT_ID)
                .ifPresentOrElse(
                        account -> config.set(ARN, "acs:ram::" + account + ":role/" + role, ROLE_NAME),
                        () -> accountMissing(config));
    }

    private static void accountMissing(Translation config) {
        if (config.given(ARN).isEmpty()) {
            // What else is said of the missing role is said of the account, too.
            config.set(ARN, "", ACCOUNT_ID);
            config.refuse(
                    ACCOUNT_ID,
                    "is missing: " + ROLE_NAME + " needs the account that the role belongs to; or set " + ARN);
        }
    }

    /** There nothing is tolerated by default, and a mode may stand beside that; here the two contradict each other. */
    private static void errorMode(Translation config) {
        Map<String, String> now = config.config();
        String tolerance = now.getOrDefault(ToleranceOptions.RUNTIME_ERROR_TOLERANCE, "none");
        boolean connectTolerates =
                config.given(ToleranceOptions.RUNTIME_ERROR_TOLERANCE).isEmpty()
                        && "all".equals(now.get("errors.tolerance"));
        if (tolerance.equals("none")
                && !connectTolerates
                && REPORTING.contains(now.getOrDefault(ToleranceOptions.RUNTIME_ERROR_MODE, ""))) {
            config.replace(ToleranceOptions.RUNTIME_ERROR_MODE, ToleranceOptions.IGNORE);
            config.hasNoEffect(
                    ToleranceOptions.RUNTIME_ERROR_MODE,
                    "without " + ToleranceOptions.RUNTIME_ERROR_TOLERANCE
                            + "=all the task stops at the first bad record");
        }
    }

    /** Its defaults were empty texts, so its configs may hold them. */
    private static void accessKey(Translation config, Function<String, @Nullable String> environment) {
        String id = ConnectionOptions.AUTH.accessKeyId();
        String secret = ConnectionOptions.AUTH.accessKeySecret();
        if (config.given(id).isPresent() || config.given(secret).isPresent()) {
            return;
        }
        config.remove(id);
        config.remove(secret);
        Map<String, String> now = config.config();
        String mode = now.getOrDefault(ConnectionOptions.AUTH.mode(), "auto");
        String accessId = environment.apply(ENV_ACCESS_ID);
        String accessKey = environment.apply(ENV_ACCESS_KEY);
        boolean assumesRole = mode.equals("sts")
                || (mode.equals("auto") && !now.getOrDefault(ARN, "").isBlank());
        if (assumesRole && accessId != null && accessKey != null) {
            config.replace(id, accessId);
            config.replace(secret, accessKey);
        }
    }
}
