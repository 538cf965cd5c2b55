package dev.sluice.testkit.assertions;

import com.alicloud.openservices.tablestore.SyncClient;
import com.aliyun.oss.OSS;
import dev.sluice.testkit.connect.ConnectRest;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Where assertions on the testkit's subjects begin. The clients may talk to an emulator or to the service; they stay the
 * caller's. What a client throws is passed on as it is.
 */
public final class SluiceAssertions {
    private SluiceAssertions() {}

    /**
     * On a bucket and its objects.
     *
     * @param client may be that of an emulator: {@code OssEmulator.client()}
     * @param bucket need not be there
     * @return asks nothing yet
     */
    public static BucketAssert assertThat(OSS client, String bucket) {
        return new BucketAssert(client, bucket);
    }

    /**
     * On a table and its rows.
     *
     * @param client of the instance; may be that of an emulator: {@code TableStoreEmulator.client()}
     * @param table need not be there
     * @return asks nothing yet
     */
    public static TableAssert assertThat(SyncClient client, String table) {
        return new TableAssert(client, table);
    }

    /**
     * On the offsets that a sink connector has committed, as the worker says them.
     *
     * @param rest of any worker of the cluster
     * @param connector its name
     * @return asks nothing yet
     */
    public static OffsetsAssert assertThat(ConnectRest rest, String connector) {
        return new OffsetsAssert(rest, connector);
    }

    /**
     * On the options of a connector.
     *
     * @param options what {@code Connector.config()} returns
     * @return looks at nothing yet
     */
    public static ConfigDefAssert assertThat(ConfigDef options) {
        return new ConfigDefAssert(options);
    }

    /**
     * On what {@code Connector.validate} says of a config.
     *
     * @param validated what it returned; for an answer over REST see {@code ConnectRest.validate}
     * @return looks at nothing yet
     */
    public static ConfigAssert assertThat(Config validated) {
        return new ConfigAssert(validated);
    }
}
