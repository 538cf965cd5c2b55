package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files that are packed with the command. */
final class Resources {

    private Resources() {}

    static JsonNode json(String name) {
        try (InputStream bytes = Resources.class.getResourceAsStream(name)) {
            if (bytes == null) {
                throw new IllegalStateException("Not packed with the command: " + name);
            }
            return new ObjectMapper().readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name, e);
        }
    }
}
