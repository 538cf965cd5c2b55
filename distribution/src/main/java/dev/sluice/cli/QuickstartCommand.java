package dev.sluice.cli;

import dev.sluice.testkit.connect.ConnectCluster;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice quickstart}. */
@Command(
        name = "quickstart",
        description = {
            "Shows the main job from end to end, with nothing to install.",
            "Starts both emulators, a Kafka broker and a Connect worker with the zip on its plugin path, creates both"
                    + " connectors, produces records, reads tables and bucket back and compares record by record.",
            "Stays up until Ctrl-C unless --exit is given."
        })
final class QuickstartCommand implements Callable<Integer> {

    /** The documentation says bucket_test, which is no valid name. */
    private static final String BUCKET = "bucket-test";

    private static final String INSTANCE = "quickstart";
    private static final int MAX_RECORDS = 100_000_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Records to generate for each of the two topics, after the two messages of the documentation"
                    + " (default: ${DEFAULT-VALUE}).")
    private int records;

    @Option(names = "--exit", description = "End when everything is compared: 0 if all of it matches, else 1.")
    private boolean exit;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = {
                "Write the numbers to this file: records_produced (for each topic), rows_written, objects_written,",
                "records_in_objects, missing, duplicates, altered, unexpected, and seconds from the first record"
                        + " produced to the last one written."
            })
    private @Nullable Path json;

    @Override
    public Integer call() {
        if (records < 0 || records > MAX_RECORDS) {
            throw new ParameterException(
                    spec.commandLine(), "--records must be between 0 and " + MAX_RECORDS + ", was " + records);
        }
        Installation installation = Installation.find();
        Screen screen = new Screen(spec.commandLine().getOut(), Boolean.getBoolean("sluice.terminal"));
        screen.say("Starting the emulators of OSS and Tablestore");
        try (Emulators emulators =
                Emulators.start(Emulators.Settings.forNow("quickstart", "quickstart-secret", BUCKET, INSTANCE))) {
            screen.say("Starting a Kafka broker and a Connect worker with the zip on its plugin path");
            try (ConnectCluster cluster = start(installation)) {
                QuickstartReport report = new Quickstart(screen, emulators, cluster).run(records);
                report.show(screen);
                if (json != null) {
                    report.write(json);
                }
                if (!report.clean()) {
                    throw new CommandFailure("What was read back is not what was produced.");
                }
                screen.say("Everything that was produced is there, once and unaltered.");
                if (!exit) {
                    stayUp(screen, emulators, cluster);
                }
                return 0;
            }
        }
    }

    private static ConnectCluster start(Installation installation) {
        try {
            return ConnectCluster.builder(installation.runtime())
                    .pluginPath(installation.pluginPath())
                    .start();
        } catch (IllegalStateException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static void stayUp(Screen screen, Emulators emulators, ConnectCluster cluster) {
        Emulators.Settings settings = emulators.settings();
        screen.say("");
        screen.say("Connect REST  " + cluster.rest(0).uri() + "/connectors");
        screen.say("Kafka         " + cluster.bootstrapServers());
        screen.say("OSS           " + emulators.ossEndpoint() + "  bucket " + settings.bucket());
        screen.say("Tablestore    " + emulators.tablestoreEndpoint() + "  instance " + settings.instance());
        screen.say("access key    " + settings.accessKeyId() + " / " + settings.accessKeySecret());
        screen.say("logs          " + cluster.logs());
        screen.say("Ctrl-C ends all of it.");
        UntilStopped.serve(cluster, emulators);
    }
}
