package dev.sluice.testkit.junit;

import com.aliyun.oss.OSS;
import dev.sluice.testkit.oss.OssEmulator;
import java.util.Map;
import java.util.Set;

/** Serves {@link WithOss}. */
final class OssExtension extends ServiceExtension<WithOss> {
    OssExtension() {
        super(WithOss.class, Set.of(OssEmulator.class, OSS.class));
    }

    @Override
    Service start(WithOss wanted) {
        OssEmulator.Builder builder = OssEmulator.builder();
        for (String bucket : wanted.bucket()) {
            builder.bucket(bucket);
        }
        OssEmulator emulator = builder.build();
        emulator.start();
        OSS client = emulator.client();
        return new Service(Map.of(OssEmulator.class, emulator, OSS.class, client), () -> {
            client.shutdown();
            emulator.close();
        });
    }
}
