package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.auth.CredentialsProvider;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.OSSObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An emulator with a bucket, and the unmodified official SDK to talk to it. */
abstract class OssContract {
    static final String BUCKET = "contract-bucket";

    final OssEmulator emulator = OssEmulator.builder().bucket(BUCKET).build();
    OSS oss;

    /** Which signature the client {@code oss} uses. */
    abstract SignVersion signVersion();

    @BeforeEach
    void start() {
        emulator.start();
        oss = client(emulator.endpoint(), emulator.accessKeyId(), emulator.accessKeySecret(), signVersion());
    }

    @AfterEach
    void stop() {
        oss.shutdown();
        emulator.close();
    }

    static OSS client(URI endpoint, String id, String secret, SignVersion version) {
        return client(endpoint, new DefaultCredentialProvider(id, secret), version);
    }

    static OSS client(URI endpoint, CredentialsProvider credentials, SignVersion version) {
        ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
        configuration.setMaxErrorRetry(0);
        configuration.setSignatureVersion(version);
        return OSSClientBuilder.create()
                .endpoint(endpoint.toString())
                .region("cn-hangzhou")
                .credentialsProvider(credentials)
                .clientConfiguration(configuration)
                .build();
    }

    void put(String key, String text) {
        oss.putObject(BUCKET, key, stream(text));
    }

    String get(String key) throws IOException {
        return text(oss.getObject(BUCKET, key));
    }

    static String text(OSSObject object) throws IOException {
        try (InputStream in = object.getObjectContent()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static InputStream stream(String text) {
        return new ByteArrayInputStream(bytes(text));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** The service's error that a call ends with. */
    static OSSException refusal(String code, ThrowingCallable call) {
        OSSException refusal = catchThrowableOfType(OSSException.class, call);
        assertThat(refusal).as("expected " + code).isNotNull();
        assertThat(refusal.getErrorCode()).isEqualTo(code);
        assertThat(refusal.getRequestId()).isNotEmpty();
        return refusal;
    }
}
