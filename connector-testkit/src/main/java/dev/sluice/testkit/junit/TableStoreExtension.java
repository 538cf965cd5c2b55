package dev.sluice.testkit.junit;

import com.alicloud.openservices.tablestore.SyncClient;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.util.Map;
import java.util.Set;

/** Serves {@link WithTableStore}. */
final class TableStoreExtension extends ServiceExtension<WithTableStore> {
    TableStoreExtension() {
        super(WithTableStore.class, Set.of(TableStoreEmulator.class, SyncClient.class));
    }

    @Override
    Service start(WithTableStore wanted) {
        TableStoreEmulator.Builder builder = TableStoreEmulator.builder();
        for (String instance : wanted.instance()) {
            builder.instance(instance);
        }
        TableStoreEmulator emulator = builder.build();
        emulator.start();
        SyncClient client = emulator.client();
        return new Service(Map.of(TableStoreEmulator.class, emulator, SyncClient.class, client), () -> {
            client.shutdown();
            emulator.close();
        });
    }
}
