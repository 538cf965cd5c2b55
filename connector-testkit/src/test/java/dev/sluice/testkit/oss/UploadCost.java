package dev.sluice.testkit.oss;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.model.ObjectMetadata;
import dev.sluice.testkit.ProcessorTime;
import java.io.ByteArrayInputStream;
import java.util.Locale;
import java.util.Random;

/**
 * Prints what PutObject of 1 MB costs: the processor time of the emulator's threads and of the client's, in one process
 * and one run, with a length that is told before and with one that is not. No test: it asserts nothing.
 */
final class UploadCost {
    private static final int ROUNDS = 6;
    private static final int REQUESTS = 200;
    private static final int BYTES = 1 << 20;

    private final ProcessorTime time = new ProcessorTime();

    private UploadCost() {}

    public static void main(String[] args) {
        for (boolean cheap : new boolean[] {false, true}) {
            OssEmulator.Builder builder = OssEmulator.builder().bucket("cost");
            if (cheap) {
                builder.cheapEtags();
            }
            try (OssEmulator emulator = builder.build()) {
                emulator.start();
                OSS client = new OSSClientBuilder()
                        .build(emulator.endpoint().toString(), emulator.accessKeyId(), emulator.accessKeySecret());
                try {
                    new UploadCost().run(client, cheap);
                } finally {
                    client.shutdown();
                }
            }
        }
    }

    private void run(OSS client, boolean cheap) {
        byte[] content = new byte[BYTES];
        new Random(1).nextBytes(content);
        for (int round = 1; round <= ROUNDS; round++) {
            for (boolean declared : new boolean[] {true, false}) {
                time.spent();
                for (int request = 0; request < REQUESTS; request++) {
                    ObjectMetadata metadata = new ObjectMetadata();
                    if (declared) {
                        metadata.setContentLength(BYTES);
                    }
                    client.putObject("cost", "object-" + request % 8, new ByteArrayInputStream(content), metadata);
                }
                ProcessorTime.Spent spent = time.spent();
                System.out.printf(
                        Locale.ROOT,
                        "%s, length %s, round %d: emulator %.2f, client %.2f ms a MB; ratio %.2f%n",
                        cheap ? "cheap ETags" : "MD5 ETags",
                        declared ? "declared" : "unknown",
                        round,
                        millis(spent.emulator()),
                        millis(spent.client()),
                        (double) spent.emulator() / spent.client());
            }
        }
    }

    private static double millis(long nanos) {
        return nanos / 1e6 / REQUESTS;
    }
}
