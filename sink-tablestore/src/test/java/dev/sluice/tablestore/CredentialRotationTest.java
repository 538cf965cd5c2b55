package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.SyncClient;
import dev.sluice.core.SinkDefinition;
import dev.sluice.testkit.conformance.CredentialConformance;
import dev.sluice.testkit.conformance.Payload;
import dev.sluice.testkit.conformance.SigningSink;
import dev.sluice.testkit.sts.StsEmulator;
import dev.sluice.testkit.tablestore.TableStoreCall;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The credentials of a task are renewed in mid-stream, and nothing shows. */
class CredentialRotationTest extends CredentialConformance {

    CredentialRotationTest() {
        super(InstantSource.system());
    }

    @Override
    protected SigningSink open(StsEmulator sts, InstantSource clock) {
        TableStoreEmulator emulator =
                TableStoreEmulator.builder().sts(sts).clock(clock).build();
        emulator.start();
        return new Sink(emulator);
    }

    private record Sink(TableStoreEmulator emulator) implements SigningSink {
        @Override
        public SinkDefinition<?, ?> definition() {
            return TableStoreSink.DEFINITION;
        }

        @Override
        public String prefix() {
            return "tablestore.";
        }

        @Override
        public Map<String, String> config() {
            return Configs.without(
                    Configs.without(OpenSink.config(emulator, "linger.ms", "0"), "tablestore.access.key.id"),
                    "tablestore.access.key.secret");
        }

        @Override
        public Payload payload(int number) {
            return new Payload(null, null, null, Map.of("n", (long) number));
        }

        @Override
        public int stored() {
            SyncClient reader = emulator.client();
            try {
                return TableReader.rows(reader, "test").size();
            } finally {
                reader.shutdown();
            }
        }

        @Override
        public List<Integer> statuses() {
            return emulator.calls().stream().map(TableStoreCall::status).toList();
        }

        @Override
        public void close() {
            emulator.close();
        }
    }
}
