package dev.sluice.benchmarks;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import dev.sluice.testkit.oss.OssEmulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The OSS emulator in a process of its own, so that the processor time of this one is the client's alone. It keeps what it
 * gets in memory, and saves the digests that the service makes. Ends with its standard input.
 */
public final class OssProcess implements AutoCloseable {
    private static final String ID = "an-id";
    private static final String SECRET = "a-secret";
    public static final String BUCKET = "a-bucket";

    private final Process process;
    private final String endpoint;

    public OssProcess() {
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            OssProcess.class.getName())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (line == null) {
                throw new IOException("the emulator did not start");
            }
            endpoint = line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sink's options that lead here. */
    public Map<String, String> config() {
        return Map.of(
                "oss.endpoint",
                endpoint,
                "oss.bucket",
                BUCKET,
                "oss.access.key.id",
                ID,
                "oss.access.key.secret",
                SECRET);
    }

    /** The service's own client. */
    public OSS client() {
        return new OSSClientBuilder().build(endpoint, ID, SECRET);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process itself. */
    public static void main(String[] args) throws IOException {
        try (OssEmulator emulator = OssEmulator.builder()
                .accessKey(ID, SECRET)
                .bucket(BUCKET)
                .cheapEtags()
                .build()) {
            emulator.start();
            System.out.println(emulator.endpoint());
            System.in.readAllBytes();
        }
    }
}
