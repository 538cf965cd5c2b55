package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.OSS;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.ObjectMetadata;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OssConcurrencyTest extends OssContract {
    private static final int SIZE = 200_000;

    @Override
    SignVersion signVersion() {
        return SignVersion.V1;
    }

    @Test
    void readersSeeOneWholePutOrAnother() throws Exception {
        race(oss);
    }

    @Test
    void readersOfFilesSeeOneWholePutOrAnother() throws Exception {
        try (OssEmulator inFiles =
                OssEmulator.builder().bucket(BUCKET).memoryLimit(0).build()) {
            inFiles.start();
            OSS client = inFiles.client();
            race(client);
            client.shutdown();
        }
    }

    private static void race(OSS oss) throws Exception {
        oss.putObject(BUCKET, "k", body(0), length());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> work = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int writer = t;
                work.add(threads.submit(() -> {
                    for (int i = 0; i < 30; i++) {
                        oss.putObject(BUCKET, "k", body(writer), length());
                    }
                    return null;
                }));
                work.add(threads.submit(() -> {
                    for (int i = 0; i < 30; i++) {
                        byte[] seen =
                                oss.getObject(BUCKET, "k").getObjectContent().readAllBytes();
                        byte[] expected = new byte[SIZE];
                        Arrays.fill(expected, seen[0]);
                        assertThat(seen).isEqualTo(expected);
                    }
                    return null;
                }));
            }
            for (Future<?> one : work) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static ByteArrayInputStream body(int writer) {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) writer);
        return new ByteArrayInputStream(bytes);
    }

    private static ObjectMetadata length() {
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setContentLength(SIZE);
        return metadata;
    }
}
