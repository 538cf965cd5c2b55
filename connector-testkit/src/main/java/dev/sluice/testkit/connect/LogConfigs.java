package dev.sluice.testkit.connect;

import java.util.Map;

/**
 * What broker and workers log: warnings, and what the Connect runtime says of its connectors. Kafka 3 logs with reload4j
 * and Kafka 4 with Log4j 2; each process is given both files and reads the one it knows.
 */
final class LogConfigs {

    private static final String PATTERN = "%d{ISO8601} %-5p [%t] %c: %m%n";

    private LogConfigs() {}

    static Map<String, String> reload4j() {
        return Map.of(
                "log4j.rootLogger", "WARN, out",
                "log4j.appender.out", "org.apache.log4j.ConsoleAppender",
                "log4j.appender.out.layout", "org.apache.log4j.PatternLayout",
                "log4j.appender.out.layout.ConversionPattern", PATTERN,
                "log4j.logger.org.apache.kafka.connect.runtime", "INFO",
                // One line per REST call, and the harness polls.
                "log4j.logger.org.apache.kafka.connect.runtime.rest", "WARN",
                // Says the whole class path.
                "log4j.logger.org.apache.kafka.connect.runtime.WorkerInfo", "WARN",
                "log4j.logger.dev.sluice", "INFO");
    }

    static Map<String, String> log4j2() {
        return Map.ofEntries(
                Map.entry("status", "ERROR"),
                Map.entry("appender.out.type", "Console"),
                Map.entry("appender.out.name", "out"),
                Map.entry("appender.out.layout.type", "PatternLayout"),
                Map.entry("appender.out.layout.pattern", PATTERN),
                Map.entry("rootLogger.level", "WARN"),
                Map.entry("rootLogger.appenderRef.out.ref", "out"),
                Map.entry("logger.connect.name", "org.apache.kafka.connect.runtime"),
                Map.entry("logger.connect.level", "INFO"),
                Map.entry("logger.rest.name", "org.apache.kafka.connect.runtime.rest"),
                Map.entry("logger.rest.level", "WARN"),
                Map.entry("logger.info.name", "org.apache.kafka.connect.runtime.WorkerInfo"),
                Map.entry("logger.info.level", "WARN"),
                Map.entry("logger.sluice.name", "dev.sluice"),
                Map.entry("logger.sluice.level", "INFO"));
    }
}
