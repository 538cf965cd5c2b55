package dev.sluice.testkit.connect;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Starts the Java processes of one cluster and knows them all, so that none is forgotten. */
final class ProcessLauncher {

    private final KafkaRuntime runtime;
    private final ClusterFolder folder;
    private final Queue<ChildProcess> started = new ConcurrentLinkedQueue<>();

    ProcessLauncher(KafkaRuntime runtime, ClusterFolder folder) {
        this.runtime = runtime;
        this.folder = folder;
    }

    ChildProcess launch(String name, List<String> jvmOptions, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-XX:+UseSerialGC");
        command.add("-Djava.awt.headless=true");
        command.add("-Dlog4j.configuration="
                + folder.etc().resolve("reload4j.properties").toUri());
        command.add("-Dlog4j2.configurationFile="
                + folder.etc().resolve("log4j2.properties").toUri());
        command.add("-cp");
        command.add(runtime.classPath() + File.pathSeparator + folder.launcher());
        command.add(ParentWatch.class.getName());
        command.add(mainClass);
        command.addAll(List.of(arguments));
        ChildProcess child = ChildProcess.start(name, command, folder.logs().resolve(name + ".log"));
        started.add(child);
        return child;
    }

    /** Kills every process that is still there. Safe to call from a shutdown hook, and more than once. */
    void killAll() {
        started.stream().filter(ChildProcess::alive).forEach(ChildProcess::kill);
    }
}
