package dev.sluice.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice emulator}. */
@Command(
        name = "emulator",
        description = {
            "Serves the emulators of OSS, Tablestore and STS on 127.0.0.1, for SDKs of any language.",
            "Prints one line that begins with 'ready' and names the endpoints, then serves until SIGTERM or Ctrl-C."
        })
final class EmulatorCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--oss-port",
            paramLabel = "P",
            defaultValue = "0",
            description = "Port of the OSS emulator; 0, the default, takes a free one.")
    private int ossPort;

    @Option(
            names = "--tablestore-port",
            paramLabel = "P",
            defaultValue = "0",
            description = "Port of the Tablestore emulator; 0, the default, takes a free one.")
    private int tablestorePort;

    @Option(
            names = "--sts-port",
            paramLabel = "P",
            defaultValue = "0",
            description = "Port of the STS emulator; 0, the default, takes a free one.")
    private int stsPort;

    @Option(
            names = "--access-key-id",
            paramLabel = "ID",
            defaultValue = "sluice",
            description = "The one access key that is let in (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private String accessKeyId;

    @Option(
            names = "--access-key-secret",
            paramLabel = "S",
            defaultValue = "sluice-secret",
            description = "Its secret, that requests have to be signed with (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private String accessKeySecret;

    @Option(
            names = "--bucket",
            paramLabel = "B",
            defaultValue = "sluice",
            description = "A bucket that is there from the start (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private String bucket;

    @Option(
            names = "--instance",
            paramLabel = "I",
            defaultValue = "sluice",
            description = "Name of the Tablestore instance (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private String instance;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = {
                "Keeps buckets, objects, tables and rows there, and has them again at the next start.",
                "By default they go with the process. Made when it is missing; one process at a time may have it."
            })
    private @Nullable Path folder;

    @Option(
            names = "--role",
            paramLabel = "ARN",
            defaultValue = Emulators.Settings.DEFAULT_ROLE,
            description = {
                "The role that STS lets the access key assume, and that the metadata service gives the machine",
                "(default: ${DEFAULT-VALUE}). The other emulators let in what STS gives out."
            })
    @SuppressWarnings("NullAway.Init")
    private String role;

    @Option(
            names = "--log-requests",
            description = {
                "Writes one line a request to standard error: method, operation, resource, status, code of the error,",
                "milliseconds, request id, fault. No headers, no queries, no content."
            })
    private boolean logRequests;

    @Override
    public Integer call() {
        if (logRequests) {
            // Read when the emulators make their loggers.
            System.setProperty("org.slf4j.simpleLogger.log.dev.sluice.requests", "debug");
        }
        Emulators emulators = start();
        PrintWriter out = spec.commandLine().getOut();
        out.println("ready oss=" + emulators.ossEndpoint() + " tablestore=" + emulators.tablestoreEndpoint() + " sts="
                + emulators.stsEndpoint());
        out.flush();
        UntilStopped.serve(emulators);
        return 0;
    }

    private Emulators start() {
        try {
            return Emulators.start(new Emulators.Settings(
                    ossPort, tablestorePort, stsPort, accessKeyId, accessKeySecret, bucket, instance, folder, role));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
