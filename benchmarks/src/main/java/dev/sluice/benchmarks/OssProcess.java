package dev.sluice.benchmarks;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import dev.sluice.testkit.oss.OssEmulator;
import java.io.IOException;
import java.util.Map;

/**
 * The OSS emulator in a process of its own, so that the processor time of this one is the client's alone. It keeps what it
 * gets in memory, and saves the digests that the service makes. Ends with its standard input.
 */
public final class OssProcess implements AutoCloseable {
    private static final String ID = "an-id";
    private static final String SECRET = "a-secret";
    public static final String BUCKET = "a-bucket";

    private final EmulatorProcess process;

    public OssProcess() {
        process = new EmulatorProcess(OssProcess.class);
    }

    /** The sink's options that lead here. */
    public Map<String, String> config() {
        return Map.of(
                "oss.endpoint",
                process.endpoint(),
                "oss.bucket",
                BUCKET,
                "oss.access.key.id",
                ID,
                "oss.access.key.secret",
                SECRET);
    }

    /** The service's own client. */
    public OSS client() {
        return new OSSClientBuilder().build(process.endpoint(), ID, SECRET);
    }

    @Override
    public void close() {
        process.close();
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
