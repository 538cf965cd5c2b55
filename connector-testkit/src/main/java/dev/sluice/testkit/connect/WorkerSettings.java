package dev.sluice.testkit.connect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What all workers of a cluster have in common. */
record WorkerSettings(List<Path> pluginPath, Map<String, String> overrides, String heap, Duration startTimeout) {

    WorkerSettings {
        pluginPath = List.copyOf(pluginPath);
        overrides = Map.copyOf(overrides);
    }

    Map<String, String> properties() {
        Map<String, String> all = new HashMap<>();
        all.put("group.id", "connect-cluster");
        all.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        all.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        all.put("key.converter.schemas.enable", "true");
        all.put("value.converter.schemas.enable", "true");
        for (String store : List.of("offset", "config", "status")) {
            all.put(store + ".storage.topic", "connect-" + store + (store.equals("status") ? "" : "s"));
            all.put(store + ".storage.replication.factor", "1");
        }
        all.put("offset.storage.partitions", "3");
        all.put("status.storage.partitions", "2");
        // Short times, so that commits, failovers and restarts show soon.
        all.put("offset.flush.interval.ms", "500");
        all.put("scheduled.rebalance.max.delay.ms", "1000");
        all.put("session.timeout.ms", "6000");
        all.put("heartbeat.interval.ms", "2000");
        all.put("plugin.discovery", "service_load");
        if (!pluginPath.isEmpty()) {
            all.put(
                    "plugin.path",
                    pluginPath.stream()
                            .map(path -> path.toAbsolutePath().toString())
                            .collect(Collectors.joining(",")));
        }
        all.putAll(overrides);
        return all;
    }
}
