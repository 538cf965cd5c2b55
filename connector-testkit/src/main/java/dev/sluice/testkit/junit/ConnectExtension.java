package dev.sluice.testkit.junit;

import dev.sluice.testkit.connect.ConnectCluster;
import dev.sluice.testkit.connect.ConnectClusterBuilder;
import dev.sluice.testkit.connect.ConnectRest;
import dev.sluice.testkit.connect.KafkaRuntime;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Serves {@link WithConnect}. */
final class ConnectExtension extends ServiceExtension<WithConnect> {
    ConnectExtension() {
        super(WithConnect.class, Set.of(ConnectCluster.class, ConnectRest.class));
    }

    @Override
    Service start(WithConnect wanted) {
        ConnectCluster cluster = description(wanted).start();
        return new Service(Map.of(ConnectCluster.class, cluster, ConnectRest.class, cluster.rest(0)), cluster::close);
    }

    private static ConnectClusterBuilder description(WithConnect wanted) {
        KafkaRuntime runtime = wanted.kafka().isEmpty()
                ? KafkaRuntime.ofClassPath()
                : KafkaRuntime.inFolder(Path.of(Placeholders.fill(wanted.kafka())));
        ConnectClusterBuilder builder = ConnectCluster.builder(runtime).workers(wanted.workers());
        for (String folder : wanted.pluginPath()) {
            builder.pluginPath(Path.of(Placeholders.fill(folder)));
        }
        for (String property : wanted.workerProperties()) {
            int equals = property.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("A worker property is written as key=value, not " + property);
            }
            builder.workerProperty(property.substring(0, equals), Placeholders.fill(property.substring(equals + 1)));
        }
        return builder;
    }
}
