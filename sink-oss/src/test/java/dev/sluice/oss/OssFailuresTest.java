package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.ClientException;
import com.aliyun.oss.InconsistentException;
import com.aliyun.oss.OSSException;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.oss.FailureObserver.Answer;
import java.io.EOFException;
import java.net.SocketException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OssFailuresTest {
    private final OssFailures failures = new OssFailures();

    @ParameterizedTest
    @CsvSource({
        "InternalError, 500",
        "ServiceUnavailable, 503",
        "BadGateway, 502",
        "GatewayTimeout, 504",
        "InvalidResponse, 503",
        "RequestTimeout, 400",
        "SomethingNew, 500",
        "SomethingNew, 503",
        "Unknown, 502",
    })
    void whatPassesIsRepeated(String code, int status) {
        Failure failure = failures.classify(answered(code, status, -1));

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.retryAfter()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "UploadTrafficRateLimitExceeded, 503",
        "DownloadTrafficRateLimitExceeded, 503",
        "TotalQpsLimitExceeded, 503",
        "QpsLimitExceeded, 503",
        "ActiveRequestLimitExceeded, 503",
        "CpuLimitExceeded, 503",
        "TooManyRequests, 429",
        "SomethingNew, 429",
    })
    void whatAsksForLessIsRepeatedSlower(String code, int status) {
        assertThat(failures.classify(answered(code, status, -1)).kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(failures.classify(answered(code, status, 700)).retryAfter()).isEqualTo(Duration.ofMillis(700));
    }

    @Test
    void anUnavailableServiceThatNamesADelayIsThrottling() {
        Failure failure = failures.classify(answered("ServiceUnavailable", 503, 2500));

        assertThat(failure.kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(2500));
    }

    @ParameterizedTest
    @CsvSource({
        "NoSuchBucket, 404, oss.bucket",
        "InvalidBucketName, 400, oss.bucket",
        "AccessDenied, 403, oss:PutObject",
        "AccessForbidden, 403, oss:PutObject",
        "UserDisable, 403, unpaid bills",
        "InvalidAccessKeyId, 403, oss.access.key.id",
        "SignatureDoesNotMatch, 403, oss.access.key.secret",
        "InvalidSecurityToken, 403, oss.security.token",
        "SecurityTokenExpired, 403, oss.security.token",
        "SecurityTokenNotSupported, 400, oss.security.token",
        "RequestTimeTooSkewed, 403, clock",
        "InvalidArgument, 400, oss.region",
        "InvalidObjectName, 400, topics.dir",
        "EntityTooLarge, 400, flush.size",
        "FileImmutable, 409, choose a bucket",
        "FileAlreadyExists, 409, choose a bucket",
        "ObjectAlreadyExists, 409, choose a bucket",
        "NotImplemented, 501, oss.endpoint",
    })
    void whatLastsStopsTheTaskAndSaysWhatToDo(String code, int status, String cure) {
        Failure failure = failures.classify(answered(code, status, -1));

        assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
        assertThat(failure.describe()).startsWith(code + ": ").contains(cure, "HTTP status " + status, "a-request");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 403, 404, 409, 411, 412})
    void whatNobodyKnowsIsFatal(int status) {
        Failure failure = failures.classify(answered("SomethingNew", status, -1));

        assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
        assertThat(failure.code()).isEqualTo("SomethingNew");
    }

    @Test
    void anAnswerWithoutCodeOrStatusIsFatal() {
        assertThat(failures.classify(new OSSException()).kind()).isEqualTo(FailureKind.FATAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ConnectionRefused",
                "ConnectionTimeout",
                "InputStreamReadingAborted",
                "NonRepeatableRequest",
                "RequestTimeout",
                "SocketException",
                "SocketTimeout",
                "SslException",
                "UnknownHost"
            })
    void aBrokenConnectionIsRepeated(String code) {
        Failure failure = failures.classify(new ClientException("broken", code, "Unknown", new SocketException()));

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo(code);
    }

    @Test
    void anInputOrOutputErrorThatTheClientHasNoNameForIsRepeated() {
        assertThat(failures.classify(new ClientException("eof", "Unknown", "Unknown", new EOFException()))
                        .kind())
                .isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void anErrorInsideTheClientIsFatal() {
        assertThat(failures.classify(new ClientException("bug", new IllegalStateException()))
                        .kind())
                .isEqualTo(FailureKind.FATAL);
    }

    @Test
    void aCertificateThatIsNotTrustedIsFatalAndABrokenTlsConnectionIsNot() {
        Failure untrusted = failures.classify(
                new ClientException("untrusted", "SslException", "Unknown", new SSLHandshakeException("untrusted")));
        Failure broken =
                failures.classify(new ClientException("closed", "SslException", "Unknown", new SSLException("closed")));

        assertThat(untrusted.kind()).isEqualTo(FailureKind.FATAL);
        assertThat(untrusted.message()).contains("trust store");
        assertThat(broken.kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void aChecksumThatDiffersIsRepeated() {
        Failure failure = failures.classify(new InconsistentException(1L, 2L, "a-request"));

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo("ChecksumMismatch");
    }

    @Test
    void anythingElseIsFatal() {
        assertThat(failures.classify(new IllegalArgumentException("x")).kind()).isEqualTo(FailureKind.FATAL);
        assertThat(failures.classify(new OutOfMemoryError()).kind()).isEqualTo(FailureKind.FATAL);
    }

    private static OSSException answered(String code, int status, long delayMillis) {
        OSSException error = new OSSException("a message", code, "a-request", "a-host", null, null, "PUT");
        error.addSuppressed(new Answer(status, delayMillis));
        return error;
    }
}
