package dev.sluice.oss;

import static dev.sluice.core.failure.FailureKind.FATAL;
import static dev.sluice.core.failure.FailureKind.THROTTLED;
import static dev.sluice.core.failure.FailureKind.TRANSIENT;
import static java.util.Map.entry;

import com.aliyun.oss.ClientErrorCode;
import com.aliyun.oss.ClientException;
import com.aliyun.oss.InconsistentException;
import com.aliyun.oss.OSSErrorCode;
import com.aliyun.oss.ServiceException;
import dev.sluice.core.credentials.CredentialsException;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureClassifier;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.oss.FailureObserver.Answer;
import dev.sluice.oss.commit.LogException;
import dev.sluice.oss.commit.PartitionTakenException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * What the service's and the client's errors mean
 * (<a href="https://www.alibabacloud.com/help/en/oss/support/http-status-codes">the service's list</a>). What is not listed
 * is fatal, unless its HTTP status says that it passes.
 */
final class OssFailures implements FailureClassifier {

    private static final Set<String> THROTTLES = Set.of(
            "ActiveRequestLimitExceeded",
            "CpuLimitExceeded",
            "DownloadTrafficRateLimitExceeded",
            "QpsLimitExceeded",
            "TotalQpsLimitExceeded",
            "TooManyRequests",
            "UploadTrafficRateLimitExceeded");

    private static final Set<String> PASSING = Set.of(
            "BadGateway",
            "GatewayTimeout",
            "InternalError",
            // Not XML, so not from the service itself: a gateway on the way that could not reach it.
            OSSErrorCode.INVALID_RESPONSE,
            OSSErrorCode.REQUEST_TIMEOUT,
            "ServiceUnavailable");

    private static final String CHECK_KEY =
            "check " + CredentialOptions.ACCESS_KEY_ID + " and " + CredentialOptions.ACCESS_KEY_SECRET;
    private static final String CHECK_PERMISSION =
            "the account needs the permissions oss:PutObject and oss:GetObject on the "
                    + "bucket, and the endpoint must be the one of the bucket's region";
    private static final String NEW_TOKEN = "set a fresh access key and " + CredentialOptions.SECURITY_TOKEN
            + ", or let " + CredentialOptions.MODE + " get ones that are renewed";
    private static final String CHECK_BUCKET =
            "create the bucket, or correct " + ServiceOptions.BUCKET + " and " + ServiceOptions.ENDPOINT;
    private static final String CHECK_RETENTION =
            "the bucket forbids to replace objects, which repeated writes must do; choose a bucket without this rule";

    private static final String UPLOAD_GONE =
            "somebody removed parts of an object that was not finished, a lifecycle rule perhaps; restart the task, which "
                    + "reads the records again";

    private static final String CHECK_OVERWRITE = "an object of this key with other bytes is there; set "
            + ObjectOptions.FORBID_OVERWRITE + "=false, or choose a bucket that lets objects be replaced";

    /** Errors that last until a person acts, and what to do. */
    private static final Map<String, String> CURES = Map.ofEntries(
            entry(OSSErrorCode.NO_SUCH_BUCKET, CHECK_BUCKET),
            entry(OSSErrorCode.INVALID_BUCKET_NAME, "correct " + ServiceOptions.BUCKET),
            entry(OSSErrorCode.ACCESS_DENIED, CHECK_PERMISSION),
            entry(OSSErrorCode.ACCESS_FORBIDDEN, CHECK_PERMISSION),
            entry("UserDisable", "the account is disabled or has unpaid bills; see to that first"),
            entry(OSSErrorCode.INVALID_ACCESS_KEY_ID, CHECK_KEY + ", and that the key is enabled"),
            entry(OSSErrorCode.SIGNATURE_DOES_NOT_MATCH, CHECK_KEY),
            entry("InvalidSecurityToken", NEW_TOKEN),
            entry("SecurityTokenExpired", NEW_TOKEN),
            entry(OSSErrorCode.SECURITY_TOKEN_NOT_SUPPORTED, "remove " + CredentialOptions.SECURITY_TOKEN),
            entry(OSSErrorCode.REQUEST_TIME_TOO_SKEWED, "set the clock of the worker's machine"),
            entry(
                    OSSErrorCode.INVALID_ARGUMENT,
                    "the service refused a part of the request; if it names the region, correct "
                            + ServiceOptions.REGION),
            entry(OSSErrorCode.INVALID_OBJECT_NAME, "correct " + LayoutOptions.TOPICS_DIR),
            entry(OSSErrorCode.ENTITY_TOO_LARGE, "make objects smaller with " + RotationOptions.FLUSH_SIZE),
            entry(OSSErrorCode.FILE_IMMUTABLE, CHECK_RETENTION),
            entry(OSSErrorCode.FILE_ALREADY_EXISTS, CHECK_OVERWRITE),
            entry(OSSErrorCode.OBJECT_ALREADY_EXISTS, CHECK_OVERWRITE),
            entry(OSSErrorCode.NO_SUCH_UPLOAD, UPLOAD_GONE),
            entry(
                    OSSErrorCode.NOT_IMPLEMENTED,
                    "the service does not know the request; check " + ServiceOptions.ENDPOINT));

    private static final Set<String> CONNECTION_TROUBLE = Set.of(
            ClientErrorCode.CONNECTION_REFUSED,
            ClientErrorCode.CONNECTION_TIMEOUT,
            ClientErrorCode.INPUTSTREAM_READING_ABORTED,
            // The client says so when it would have to send a body twice, and always after a broken connection.
            ClientErrorCode.NONREPEATABLE_REQUEST,
            ClientErrorCode.SOCKET_EXCEPTION,
            ClientErrorCode.SOCKET_TIMEOUT,
            ClientErrorCode.SSL_EXCEPTION,
            // A name server that does not answer looks the same as a wrong name.
            ClientErrorCode.UNKNOWN_HOST,
            OSSErrorCode.REQUEST_TIMEOUT);

    @Override
    public Failure classify(Throwable error) {
        Failure withoutCredentials = CredentialsException.in(error);
        if (withoutCredentials != null) {
            return withoutCredentials;
        }
        if (error instanceof ServiceException answered) {
            return service(answered);
        } else if (error instanceof ClientException unanswered) {
            return client(unanswered);
        } else if (error instanceof ConnectionCutException) {
            return Failure.of(TRANSIENT, "ConnectionCut", String.valueOf(error.getMessage()), error);
        } else if (error instanceof InconsistentException) {
            return Failure.of(
                    TRANSIENT,
                    "ChecksumMismatch",
                    "the service's CRC-64 of the object is not that of the bytes sent",
                    error);
        }
        return ours(error);
    }

    private static Failure ours(Throwable error) {
        if (error instanceof UploadGoneException) {
            return Failure.of(FATAL, OSSErrorCode.NO_SUCH_UPLOAD, error.getMessage() + ": " + UPLOAD_GONE, error);
        } else if (error instanceof LogException) {
            return Failure.of(FATAL, "CommitLog", String.valueOf(error.getMessage()), error);
        } else if (error instanceof PartitionTakenException taken) {
            return Failure.of(
                    taken.isForGood() ? FATAL : TRANSIENT, "PartitionTaken", String.valueOf(error.getMessage()), error);
        } else if (error instanceof CommitRefusedException) {
            return Failure.of(TRANSIENT, "PartitionTaken", String.valueOf(error.getMessage()), error);
        } else if (error instanceof UncheckedIOException) {
            return Failure.of(TRANSIENT, "AnswerBrokeOff", "the service's answer broke off", error);
        }
        return Failure.unknown(error);
    }

    private static Failure service(ServiceException error) {
        String code = error.getErrorCode() == null ? ClientErrorCode.UNKNOWN : error.getErrorCode();
        Answer answer = Answer.of(error);
        Duration delay = answer == null ? null : answer.delay();
        FailureKind kind = kindOf(code, answer, delay);
        StringBuilder message = new StringBuilder(String.valueOf(error.getErrorMessage()));
        if (answer != null) {
            message.append(" (HTTP status ").append(answer.status()).append(')');
        }
        message.append(" [request ").append(error.getRequestId());
        if (error.getEC() != null) {
            message.append(", EC ").append(error.getEC());
        }
        message.append(']');
        String cure = CURES.get(code);
        if (kind == FATAL && cure != null) {
            message.append(": ").append(cure);
        }
        return new Failure(kind, code, message.toString(), delay, error);
    }

    private static FailureKind kindOf(String code, @Nullable Answer answer, @Nullable Duration delay) {
        if (CURES.containsKey(code)) {
            return FATAL;
        }
        if (THROTTLES.contains(code) || (answer != null && answer.status() == 429)) {
            return THROTTLED;
        }
        if (PASSING.contains(code) || (answer != null && answer.status() >= 500)) {
            return delay == null ? TRANSIENT : THROTTLED;
        }
        return FATAL;
    }

    private static Failure client(ClientException error) {
        String code = error.getErrorCode() == null ? ClientErrorCode.UNKNOWN : error.getErrorCode();
        Throwable cause = error.getCause();
        if (cause instanceof SSLHandshakeException || cause instanceof SSLPeerUnverifiedException) {
            return Failure.of(
                    FATAL,
                    code,
                    "the service's certificate is not accepted: " + error.getErrorMessage() + "; check "
                            + ServiceOptions.ENDPOINT + " and the trust store of the worker",
                    error);
        }
        boolean passing = CONNECTION_TROUBLE.contains(code)
                || (code.equals(ClientErrorCode.UNKNOWN) && cause instanceof IOException);
        return Failure.of(passing ? TRANSIENT : FATAL, code, String.valueOf(error.getErrorMessage()), error);
    }
}
