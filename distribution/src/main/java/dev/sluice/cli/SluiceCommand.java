package dev.sluice.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code sluice} command; {@code bin/sluice} starts it. */
@Command(
        name = "sluice",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = SluiceCommand.Version.class,
        description = "Kafka Connect sinks for Alibaba Cloud Tablestore and OSS, to try out and to test with.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is well", "1:it failed", "2:wrong usage"},
        subcommands = {QuickstartCommand.class, EmulatorCommand.class, LogCommand.class})
public final class SluiceCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new SluiceCommand()).setExecutionExceptionHandler((failure, line, parsed) -> {
            if (failure instanceof CommandFailure) {
                line.getErr().println("sluice: " + failure.getMessage());
            } else {
                // Not foreseen, so whoever looks into it needs the trace.
                failure.printStackTrace(line.getErr());
            }
            return line.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: one of the commands below.");
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = SluiceCommand.class.getPackage().getImplementationVersion();
            return new String[] {"sluice " + Optional.ofNullable(version).orElse("(not packaged)")};
        }
    }
}
