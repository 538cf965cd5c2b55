package dev.sluice.distribution;

import dev.sluice.testkit.connect.KafkaRuntime;
import java.nio.file.Path;

/** The Kafka versions that the integration tests run on; the build says where their jars are. */
enum KafkaVersion {
    KAFKA_3_9("sluice.kafka39.lib"),
    KAFKA_4("sluice.kafka4.lib");

    private final String property;

    KafkaVersion(String property) {
        this.property = property;
    }

    KafkaRuntime runtime() {
        return KafkaRuntime.inFolder(Path.of(System.getProperty(property)));
    }
}
