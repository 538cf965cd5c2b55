package dev.sluice.cli;

import dev.sluice.testkit.connect.ConnectCluster;
import dev.sluice.testkit.connect.ConnectRest;
import dev.sluice.testkit.connect.ConnectRestException;
import java.time.Duration;
import java.util.List;

/** The main job from end to end: Kafka's records become rows and objects, and every one of them is looked at. */
final class Quickstart {

    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Screen screen;
    private final Emulators emulators;
    private final ConnectCluster cluster;
    private final Workload workload = new Workload();

    Quickstart(Screen screen, Emulators emulators, ConnectCluster cluster) {
        this.screen = screen;
        this.emulators = emulators;
        this.cluster = cluster;
    }

    /** Creates both connectors, gives each topic this many generated records after the seeds, and reads all of it back. */
    QuickstartReport run(int generated) {
        int records = Workload.SEEDS + generated;
        ConnectorConfig tablestore = ConnectorConfig.tablestore(emulators);
        ConnectorConfig oss = ConnectorConfig.oss(emulators);
        List<String> connectors = List.of(tablestore.name(), oss.name());
        create(tablestore);
        create(oss);
        connectors.forEach(this::awaitRunning);
        long begin = System.nanoTime();
        try (Producing producing =
                new Producing(cluster.bootstrapServers(), workload, List.of(tablestore.topic(), oss.topic()))) {
            try (Screen.Progress progress = screen.progress("Producing", 2L * records)) {
                for (int number = 0; number < records; number++) {
                    producing.send(tablestore.topic(), number, false);
                    producing.send(oss.topic(), number, true);
                    progress.at(2L * (number + 1));
                }
                producing.flush();
            }
            var rows = producing.sent(tablestore.topic());
            var envelopes = producing.sent(oss.topic());
            try (Screen.Progress progress = screen.progress("Writing", 2L * records)) {
                new WrittenWatch(cluster.rest(0), PATIENCE)
                        .await(connectors, List.of(rows.keySet(), envelopes.keySet()), progress);
            }
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
            screen.say("Reading everything back with the official SDKs");
            ReadBack readBack = new ReadBack(emulators, workload, screen);
            Comparison.Result table = readBack.table(tablestore.topic(), rows);
            ReadBack.Bucket bucket = readBack.bucket(envelopes);
            return new QuickstartReport(records, table, bucket.objects(), bucket.records(), elapsed);
        }
    }

    private void create(ConnectorConfig connector) {
        cluster.createTopic(connector.topic(), PARTITIONS);
        ConnectRest rest = cluster.rest(0);
        screen.say("Creating connector " + connector.name() + " for topic " + connector.topic());
        try {
            rest.create(connector.name(), connector.config());
        } catch (ConnectRestException e) {
            throw new CommandFailure("Connector " + connector.name() + " was refused: " + e.getMessage(), e);
        }
    }

    private void awaitRunning(String connector) {
        try {
            cluster.awaitRunning(connector);
        } catch (IllegalStateException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
