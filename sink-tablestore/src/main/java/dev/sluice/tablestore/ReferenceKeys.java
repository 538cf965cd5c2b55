package dev.sluice.tablestore;

import dev.sluice.core.config.FlowOptions;
import dev.sluice.tablestore.client.ConnectionOptions;
import dev.sluice.tablestore.key.KeyOptions;
import dev.sluice.tablestore.series.SeriesOptions;
import dev.sluice.tablestore.write.WriteOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * The options of Alibaba Cloud's
 * <a href="https://github.com/aliyun/kafka-connect-tablestore">kafka-connect-tablestore</a> that have another name here, or
 * no use any more, so that its configs run as they are. What is given by its name here wins.
 */
final class ReferenceKeys {
    static final String GROUP = "Names of kafka-connect-tablestore";
    static final String ACCOUNT_ID = "account.id";
    static final String ROLE_NAME = "role.name";
    private static final String ENV_ACCESS_ID = "ACCESS_ID";
    private static final String ENV_ACCESS_KEY = "ACCESS_KEY";

    private static final Map<String, String> RENAMED = ordered(
            "max.concurrency", FlowOptions.MAX_IN_FLIGHT_REQUESTS,
            "flush.Interval", WriteOptions.LINGER_MS,
            "sts.endpoint", ConnectionOptions.AUTH.stsEndpoint());

    private static final Map<String, String> UNUSED = ordered(
            "bucket.count",
            "rows of one primary key keep their order whatever the number of requests under way, so there are no "
                    + "buckets; " + FlowOptions.MAX_IN_FLIGHT_REQUESTS + " says how many requests there may be",
            "buffer.size",
            "what a task holds is bounded in bytes, by " + FlowOptions.BUFFER_MAX_BYTES + ", and rows of a request by "
                    + WriteOptions.BATCH_MAX_ROWS,
            "max.thread.count",
            "answers need no threads of their own",
            "insert.order.enable",
            "rows of one primary key always keep the order of their records, at no cost",
            "client.time.out.ms",
            "temporary credentials are renewed before they expire, whenever that is",
            "region",
            "the Security Token Service is found by " + ConnectionOptions.AUTH.stsEndpoint());

    /** Their values were taken in any case. */
    private static final Set<String> FOLDED = Set.of(
            SeriesOptions.MODE,
            KeyOptions.PRIMARYKEY_MODE,
            WriteOptions.INSERT_MODE,
            WriteOptions.DELETE_MODE,
            "runtime.error.tolerance",
            "runtime.error.mode",
            ConnectionOptions.AUTH.mode());

    private ReferenceKeys() {}

    private static Map<String, String> ordered(String... keysAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    static ConfigDef define(ConfigDef def) {
        define(def, ACCOUNT_ID, "With " + ROLE_NAME + " the same as " + arnKey() + ": the number of the account.", 1);
        define(def, ROLE_NAME, "With " + ACCOUNT_ID + " the same as " + arnKey() + ": the name of the role.", 2);
        int order = 3;
        for (Map.Entry<String, String> renamed : RENAMED.entrySet()) {
            define(def, renamed.getKey(), "The same as " + renamed.getValue() + ".", order++);
        }
        for (Map.Entry<String, String> unused : UNUSED.entrySet()) {
            define(def, unused.getKey(), "Not used: " + unused.getValue() + ".", order++);
        }
        return def;
    }

    private static void define(ConfigDef def, String key, String meaning, int order) {
        def.define(key, Type.STRING, null, Importance.LOW, meaning, GROUP, order, Width.SHORT, displayName(key));
    }

    private static String displayName(String key) {
        return "Formerly " + key;
    }

    /**
     * The config with the names and values of this connector. Does nothing to one that has them already.
     *
     * @param environment variables of the worker: the keys that a role is assumed with may be there
     */
    static Map<String, String> translate(Map<String, String> raw, Function<String, @Nullable String> environment) {
        Map<String, String> config = new HashMap<>(raw);
        FOLDED.forEach(key -> config.computeIfPresent(key, (k, value) -> value.toLowerCase(Locale.ROOT)));
        config.replace(ConnectionOptions.AUTH.mode(), "aksk", "static");
        RENAMED.forEach((old, key) -> {
            String value = config.get(old);
            if (value != null && !value.isBlank()) {
                config.putIfAbsent(key, value.trim());
            }
        });
        if (given(config, ACCOUNT_ID) && given(config, ROLE_NAME)) {
            config.putIfAbsent(
                    arnKey(),
                    "acs:ram::" + config.getOrDefault(ACCOUNT_ID, "").trim() + ":role/"
                            + config.getOrDefault(ROLE_NAME, "").trim());
        }
        String id = ConnectionOptions.AUTH.accessKeyId();
        String secret = ConnectionOptions.AUTH.accessKeySecret();
        // Its defaults were empty texts, so its configs may hold them.
        if (!given(config, id) && !given(config, secret)) {
            config.remove(id);
            config.remove(secret);
            addKeysOf(environment, config, id, secret);
        }
        return config;
    }

    private static void addKeysOf(
            Function<String, @Nullable String> environment, Map<String, String> config, String id, String secret) {
        String mode = config.getOrDefault(ConnectionOptions.AUTH.mode(), "auto");
        String accessId = environment.apply(ENV_ACCESS_ID);
        String accessKey = environment.apply(ENV_ACCESS_KEY);
        boolean assumesRole = mode.equals("sts") || (mode.equals("auto") && given(config, arnKey()));
        if (assumesRole && accessId != null && accessKey != null) {
            config.put(id, accessId);
            config.put(secret, accessKey);
        }
    }

    /** What has no effect, one sentence for each option, with the reason. */
    static List<String> warnings(Map<String, String> raw) {
        List<String> warnings = new ArrayList<>();
        UNUSED.forEach((key, why) -> {
            if (given(raw, key)) {
                warnings.add(key + " has no effect and can be removed: " + why);
            }
        });
        return warnings;
    }

    /** What is wrong with a translated option is said of the one that was written. */
    static Config onWrittenKeys(Map<String, String> raw, Config result) {
        Map<String, ConfigValue> byKey = new HashMap<>();
        result.configValues().forEach(value -> byKey.put(value.name(), value));
        RENAMED.forEach((old, key) -> {
            if (given(raw, old) && !raw.containsKey(key)) {
                move(byKey.get(key), byKey.get(old));
            }
        });
        if (given(raw, ROLE_NAME) && !raw.containsKey(arnKey())) {
            move(byKey.get(arnKey()), byKey.get(given(raw, ACCOUNT_ID) ? ROLE_NAME : ACCOUNT_ID));
        }
        return result;
    }

    private static void move(@Nullable ConfigValue from, @Nullable ConfigValue to) {
        if (from == null || to == null) {
            return;
        }
        for (String message : List.copyOf(from.errorMessages())) {
            to.addErrorMessage(to.name() + " stands for " + from.name() + ". " + message);
        }
        from.errorMessages().clear();
    }

    private static String arnKey() {
        return ConnectionOptions.AUTH.roleArn();
    }

    private static boolean given(Map<String, String> config, String key) {
        return !config.getOrDefault(key, "").isBlank();
    }
}
