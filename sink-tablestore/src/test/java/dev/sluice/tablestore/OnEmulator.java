package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.SyncClient;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests that have an emulator each, and the official client to look into it with. */
public abstract class OnEmulator {
    protected final TableStoreEmulator emulator = TableStoreEmulator.builder().build();
    protected SyncClient client;

    @BeforeEach
    void startEmulator() {
        emulator.start();
        client = emulator.client();
    }

    @AfterEach
    void stopEmulator() {
        client.shutdown();
        emulator.close();
    }
}
