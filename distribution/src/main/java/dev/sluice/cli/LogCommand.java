package dev.sluice.cli;

import dev.sluice.oss.ConnectorLogs;
import dev.sluice.oss.commit.LogException;
import dev.sluice.oss.commit.LogFormat.Written;
import dev.sluice.oss.commit.LogLine;
import dev.sluice.oss.commit.LogListing;
import dev.sluice.oss.commit.LogStore.Tail;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice log}. */
@Command(
        name = "log",
        description = {
            "Prints the commit log that the OSS sink keeps of a partition with delivery.guarantee=exactly_once.",
            "Reads it from the bucket with a connector's own config, or from files that were downloaded: the first one"
                    + " and those that it goes on in. Changes nothing.",
            "Shows what counts now: the lines from the latest snapshot on, and what all lines add up to."
        })
final class LogCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "CONNECTOR_FILE",
            description = {
                "Config of the connector, .properties or .json: endpoint, bucket, credentials, topics.dir and name are read.",
                "${env:...}, ${file:...} and ${dir:...} are filled in. No value of it is printed."
            })
    private @Nullable Path config;

    @Option(names = "--topic", paramLabel = "T", description = "Topic, as Kafka has it; with --config.")
    private @Nullable String topic;

    @Option(names = "--partition", paramLabel = "P", description = "Number of the partition; with --config.")
    private @Nullable Integer partition;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "A log that was downloaded; several in their order.")
    private @Nullable List<Path> files;

    @Option(names = "--all", description = "All lines, from the beginning of the log.")
    private boolean all;

    @Option(
            names = "--manifest",
            description = {
                "Instead of lines, the objects that the whole log says are published: key, offsets, records and bytes,",
                "with tabs between them."
            })
    private boolean manifest;

    @Option(names = "--json", description = "As JSON, for machines.")
    private boolean json;

    @Override
    public Integer call() {
        check();
        LogView view = view(spec.commandLine().getOut());
        if (config == null) {
            fromFiles(view);
        } else {
            fromBucket(config, new TopicPartition(String.valueOf(topic), partition == null ? 0 : partition), view);
        }
        view.end();
        return 0;
    }

    private LogView view(PrintWriter out) {
        if (manifest) {
            return new LogManifest(out, json);
        }
        return json ? new LogJson(out) : new LogText(out);
    }

    private void check() {
        boolean named = files != null && !files.isEmpty();
        if (config == null && !named) {
            throw wrong(
                    "Name a connector's config with --config, --topic and --partition, or a log that was downloaded.");
        } else if (config == null && (topic != null || partition != null)) {
            throw wrong("--topic and --partition need --config: a file is the log of one partition.");
        } else if (config != null && named) {
            throw wrong("Either --config or files, not both.");
        } else if (config != null && (topic == null || partition == null || partition < 0)) {
            throw wrong("--config needs --topic, and --partition with a number from 0.");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void fromBucket(Path file, TopicPartition which, LogView view) {
        try (ConnectorLogs logs = ConnectorLogs.open(ConnectorFile.read(file), InstantSource.system())) {
            boolean there = (all || manifest) ? logs.all(which, view) : logs.recent(which, view);
            if (!there) {
                throw new CommandFailure("There is no commit log of " + which + ": nothing is at " + logs.key(which)
                        + ". It is made when a task opens the partition with delivery.guarantee=exactly_once.");
            }
        } catch (ConfigException e) {
            throw new CommandFailure(file + ": " + e.getMessage(), e);
        } catch (ConnectException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private void fromFiles(LogView view) {
        List<Path> names = files == null ? List.of() : files;
        try {
            for (int number = (all || manifest) ? 0 : names.size() - 1; number < names.size(); number++) {
                byte[] bytes = read(names.get(number));
                LogListing.list(number, (all || manifest) ? new Tail(0, bytes) : fromLatestSnapshot(bytes), view);
            }
        } catch (LogException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
        if (!view.hasLines()) {
            throw new CommandFailure("No line of a commit log is in " + names.get(names.size() - 1) + ".");
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CommandFailure("There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Tail fromLatestSnapshot(byte[] bytes) {
        List<Long> latest = new ArrayList<>(List.of(0L));
        LogListing.list(0, new Tail(0, bytes), new LogListing.Visitor() {
            @Override
            public void line(int object, long position, Written line) {
                if (line.line() instanceof LogLine.Snapshot) {
                    latest.set(0, position);
                }
            }

            @Override
            public void torn(int object, long position, int length) {}
        });
        int from = Math.toIntExact(latest.get(0));
        return new Tail(from, Arrays.copyOfRange(bytes, from, bytes.length));
    }
}
