package dev.sluice.oss;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import dev.sluice.core.SinkDefinition;
import dev.sluice.testkit.conformance.CredentialConformance;
import dev.sluice.testkit.conformance.Payload;
import dev.sluice.testkit.conformance.SigningSink;
import dev.sluice.testkit.oss.OssEmulator;
import dev.sluice.testkit.sts.StsEmulator;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The credentials of a task are renewed in mid-stream, and nothing shows. */
class CredentialRotationTest extends CredentialConformance {
    private static final String BUCKET = "a-bucket";

    CredentialRotationTest() {
        super(InstantSource.system());
    }

    @Override
    protected SigningSink open(StsEmulator sts, InstantSource clock) {
        OssEmulator emulator =
                OssEmulator.builder().bucket(BUCKET).sts(sts).clock(clock).build();
        emulator.start();
        return new Sink(emulator);
    }

    private record Sink(OssEmulator emulator) implements SigningSink {
        @Override
        public SinkDefinition<?, ?> definition() {
            return new OssSinkDefinition();
        }

        @Override
        public String prefix() {
            return "oss.";
        }

        @Override
        public Map<String, String> config() {
            Map<String, String> config =
                    Records.config("oss.endpoint", emulator.endpoint().toString(), "flush.size", "1");
            // The look for orphans is a request that nobody waits for, so it would meet the clock at any time.
            config.put("oss.orphaned.uploads.max.age.ms", "-1");
            config.remove("oss.access.key.id");
            config.remove("oss.access.key.secret");
            return config;
        }

        @Override
        public Payload payload(int number) {
            return new Payload(null, "k", null, "v" + number);
        }

        @Override
        public int stored() {
            OSS reader = emulator.client();
            try {
                ListObjectsV2Request page = new ListObjectsV2Request(BUCKET).withMaxKeys(1000);
                int objects = 0;
                ListObjectsV2Result listed;
                do {
                    listed = reader.listObjectsV2(page);
                    objects += listed.getObjectSummaries().size();
                    page.setContinuationToken(listed.getNextContinuationToken());
                } while (listed.isTruncated());
                return objects;
            } finally {
                reader.shutdown();
            }
        }

        @Override
        public List<Integer> statuses() {
            return emulator.calls().stream().map(OssEmulator.Call::status).toList();
        }

        @Override
        public void close() {
            emulator.close();
        }
    }
}
