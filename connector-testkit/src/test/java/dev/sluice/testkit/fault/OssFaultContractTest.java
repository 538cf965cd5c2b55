package dev.sluice.testkit.fault;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ListMultipartUploadsRequest;
import dev.sluice.testkit.Emulator;
import dev.sluice.testkit.oss.OssEmulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class OssFaultContractTest extends FaultContract {
    private static final String BUCKET = "contract-bucket";

    private final OssEmulator oss = OssEmulator.builder().bucket(BUCKET).build();
    private OSS client;

    @BeforeEach
    void open() {
        client = oss.client();
    }

    @AfterEach
    void shutdown() {
        client.shutdown();
    }

    @Override
    Emulator<?> emulator() {
        return oss;
    }

    @Override
    String operation() {
        return "InitiateMultipartUpload";
    }

    @Override
    void call() {
        client.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, "key"));
    }

    @Override
    int effects() {
        return client.listMultipartUploads(new ListMultipartUploadsRequest(BUCKET))
                .getMultipartUploads()
                .size();
    }

    @Override
    String codeOf(Throwable refusal) {
        return refusal instanceof OSSException service ? service.getErrorCode() : refusal.toString();
    }

    @Override
    String throttleCode() {
        return "TotalQpsLimitExceeded";
    }

    @Override
    String expiredCode() {
        return "SecurityTokenExpired";
    }
}
