package dev.sluice.cli;

import dev.sluice.testkit.connect.KafkaRuntime;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the build has put what the command starts; {@code bin/sluice} names both in system properties.
 *
 * @param pluginPath folder that holds the unpacked zip
 * @param kafkaLib folder with the jars of a Kafka broker and Connect worker
 */
record Installation(Path pluginPath, Path kafkaLib) {

    static Installation find() {
        return new Installation(folder("sluice.plugin.path"), folder("sluice.kafka.lib"));
    }

    KafkaRuntime runtime() {
        return KafkaRuntime.inFolder(kafkaLib);
    }

    private static Path folder(String property) {
        String value = System.getProperty(property, "");
        if (value.isEmpty() || !Files.isDirectory(Path.of(value))) {
            throw new CommandFailure(
                    "The system property " + property + " names no folder; start the command with bin/sluice.");
        }
        return Path.of(value);
    }
}
