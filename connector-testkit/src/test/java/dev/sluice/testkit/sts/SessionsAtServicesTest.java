package dev.sluice.testkit.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alicloud.openservices.tablestore.ClientConfiguration;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.core.auth.DefaultCredentialProvider;
import com.alicloud.openservices.tablestore.core.auth.DefaultCredentials;
import com.alicloud.openservices.tablestore.core.auth.V4Credentials;
import com.alicloud.openservices.tablestore.model.NoRetryStrategy;
import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.comm.SignVersion;
import dev.sluice.testkit.oss.OssEmulator;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the STS emulator issued is let in by the other two, as the services do, and asked for with the official SDKs. */
@Timeout(60)
class SessionsAtServicesTest {
    private final StsEmulator sts = StsEmulator.builder().build();
    private final OssEmulator oss =
            OssEmulator.builder().bucket("a-bucket").sts(sts).build();
    private final TableStoreEmulator tables =
            TableStoreEmulator.builder().sts(sts).build();

    @BeforeEach
    void start() {
        oss.start();
        tables.start();
    }

    @AfterEach
    void stop() {
        oss.close();
        tables.close();
    }

    private interface Use<C> {
        void with(C client) throws IOException;
    }

    private void oss(String id, String secret, String token, SignVersion version, Use<OSS> use) throws IOException {
        ClientBuilderConfiguration config = new ClientBuilderConfiguration();
        config.setMaxErrorRetry(0);
        config.setSignatureVersion(version);
        OSS client = OSSClientBuilder.create()
                .endpoint(oss.endpoint().toString())
                .region("cn-hangzhou")
                .credentialsProvider(
                        token == null
                                ? new com.aliyun.oss.common.auth.DefaultCredentialProvider(id, secret)
                                : new com.aliyun.oss.common.auth.DefaultCredentialProvider(id, secret, token))
                .clientConfiguration(config)
                .build();
        try {
            use.with(client);
        } finally {
            client.shutdown();
        }
    }

    private String ossRefusal(String id, String secret, String token) throws IOException {
        String[] code = {""};
        oss(
                id,
                secret,
                token,
                SignVersion.V4,
                client -> code[0] = catchThrowableOfType(
                                OSSException.class, () -> client.getObjectMetadata("a-bucket", "x"))
                        .getErrorCode());
        return code[0];
    }

    private void tables(String id, String secret, String token, Use<SyncClient> use) throws IOException {
        use(new DefaultCredentialProvider(id, secret, token), use);
    }

    private void use(
            com.alicloud.openservices.tablestore.core.auth.CredentialsProvider credentials, Use<SyncClient> use)
            throws IOException {
        ClientConfiguration config = new ClientConfiguration();
        config.setRetryStrategy(new NoRetryStrategy());
        SyncClient client =
                new SyncClient(tables.endpoint().toString(), credentials, tables.instanceName(), config, null);
        try {
            use.with(client);
        } finally {
            client.shutdown();
        }
    }

    private String tablesRefusal(String id, String secret, String token) throws IOException {
        String[] message = {""};
        tables(id, secret, token, client -> {
            TableStoreException error = catchThrowableOfType(TableStoreException.class, client::listTable);
            message[0] = error.getErrorCode() + ": " + error.getMessage();
        });
        return message[0];
    }

    @ParameterizedTest
    @EnumSource(names = {"V1", "V4"})
    void aSessionMayUseTheBucketInHeadersAndInUrls(SignVersion version) throws IOException {
        SessionCredentials session = sts.issue(Duration.ofHours(1));
        oss(session.accessKeyId(), session.accessKeySecret(), session.securityToken(), version, client -> {
            client.putObject("a-bucket", "x", new ByteArrayInputStream(new byte[] {1, 2}));
            URL url = client.generatePresignedUrl(
                    "a-bucket", "x", Date.from(Instant.now().plusSeconds(60)), HttpMethod.GET);
            try (InputStream in = url.openStream()) {
                assertThat(in.readAllBytes()).containsExactly(1, 2);
            }
        });
    }

    @Test
    void aBucketTellsWhatIsWrongWithASession() throws IOException {
        SessionCredentials session = sts.issue(Duration.ofHours(1));
        SessionCredentials old = sts.issue(Duration.ofSeconds(-1));

        assertThat(ossRefusal(session.accessKeyId(), session.accessKeySecret(), null))
                .isEqualTo("InvalidAccessKeyId");
        assertThat(ossRefusal("STS.nobody", "s", "t")).isEqualTo("InvalidAccessKeyId");
        assertThat(ossRefusal(session.accessKeyId(), session.accessKeySecret(), "wrong"))
                .isEqualTo("InvalidSecurityToken");
        assertThat(ossRefusal(old.accessKeyId(), old.accessKeySecret(), old.securityToken()))
                .isEqualTo("SecurityTokenExpired");
        assertThat(ossRefusal(session.accessKeyId(), "wrong", session.securityToken()))
                .isEqualTo("SignatureDoesNotMatch");
    }

    @Test
    void aSessionMayUseTheInstance() throws IOException {
        SessionCredentials session = sts.issue(Duration.ofHours(1));

        tables(
                session.accessKeyId(),
                session.accessKeySecret(),
                session.securityToken(),
                client -> assertThat(client.listTable().getTableNames()).isEmpty());
        use(
                new DefaultCredentialProvider(V4Credentials.createByServiceCredentials(
                        new DefaultCredentials(
                                session.accessKeyId(), session.accessKeySecret(), session.securityToken()),
                        "cn-hangzhou")),
                client -> assertThat(client.listTable().getTableNames()).isEmpty());
    }

    @Test
    void anInstanceTellsWhatIsWrongWithASession() throws IOException {
        SessionCredentials session = sts.issue(Duration.ofHours(1));
        SessionCredentials old = sts.issue(Duration.ofSeconds(-1));

        assertThat(tablesRefusal(session.accessKeyId(), session.accessKeySecret(), null))
                .startsWith("OTSAuthFailed")
                .contains("missing");
        assertThat(tablesRefusal("STS.nobody", "s", "t"))
                .startsWith("OTSAuthFailed")
                .contains("AccessKeyID");
        assertThat(tablesRefusal(session.accessKeyId(), session.accessKeySecret(), "wrong"))
                .startsWith("OTSAuthFailed")
                .contains("invalid");
        assertThat(tablesRefusal(old.accessKeyId(), old.accessKeySecret(), old.securityToken()))
                .startsWith("OTSAuthFailed")
                .contains("expired");
    }
}
