package dev.sluice.distribution;

import java.nio.file.Path;

/** The component archive as this build made it. */
final class Component {

    static final String VERSION = System.getProperty("sluice.version");
    static final String NAME = "sluice-kafka-connect-aliyun-" + VERSION;

    private Component() {}

    static Path packages() {
        return Path.of(System.getProperty("sluice.packages"));
    }

    static Path zip() {
        return packages().resolve(NAME + ".zip");
    }

    /** The folder for {@code plugin.path}: it holds the unpacked zip. */
    static Path pluginPath() {
        return Path.of(System.getProperty("sluice.plugin.path"));
    }
}
