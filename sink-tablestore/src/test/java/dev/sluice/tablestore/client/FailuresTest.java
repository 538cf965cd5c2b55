package dev.sluice.tablestore.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.core.ErrorCode;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
    private final Failures failures = new Failures();

    private static TableStoreException answer(String code, String message) {
        return new TableStoreException(message, null, code, "request-1", 400);
    }

    @ParameterizedTest
    @CsvSource({
        "OTSInternalServerError,TRANSIENT",
        "OTSServerUnavailable,TRANSIENT",
        "OTSPartitionUnavailable,TRANSIENT",
        "OTSTimeout,TRANSIENT",
        "OTSRequestTimeout,TRANSIENT",
        "OTSTableNotReady,TRANSIENT",
        "OTSRowOperationConflict,TRANSIENT",
        "OTSServerBusy,THROTTLED",
        "OTSNotEnoughCapacityUnit,THROTTLED",
        "OTSCapacityUnitExhausted,THROTTLED",
        "OTSOperationThrottled,THROTTLED",
        "OTSTooFrequentReservedThroughputAdjustment,THROTTLED",
        "OTSParameterInvalid,REJECTED",
        "OTSConditionCheckFail,REJECTED",
        "OTSRequestBodyTooLarge,REJECTED",
        "OTSOutOfColumnCountLimit,REJECTED",
        "OTSOutOfRowSizeLimit,REJECTED",
        "OTSInvalidPK,FATAL",
        "OTSAuthFailed,FATAL",
        "OTSNoPermissionAccess,FATAL",
        "OTSObjectNotExist,FATAL",
        "OTSObjectAlreadyExist,FATAL",
        "OTSUnsupportOperation,FATAL",
        "OTSMethodNotAllowed,FATAL",
        "OTSNeverHeardOf,FATAL",
    })
    void everyCodeHasItsKind(String code, FailureKind kind) {
        Failure failure = failures.classify(answer(code, "why"));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.message()).contains("why", "request-1");
        assertThat(failure.cause()).isInstanceOf(TableStoreException.class);
    }

    @Test
    void everyCodeThatIsKnownIsInTheTestAbove() throws NoSuchMethodException {
        CsvSource tested = FailuresTest.class
                .getDeclaredMethod("everyCodeHasItsKind", String.class, FailureKind.class)
                .getAnnotation(CsvSource.class);
        Map<String, FailureKind> known = Failures.KINDS;

        assertThat(java.util.Arrays.stream(tested.value()).map(line -> line.split(",")[0]))
                .containsAll(known.keySet());
    }

    /** Codes of operations that the sink does not use: tunnels, and the client's own. */
    private static final Set<String> OF_OTHERS = Set.of(
            "OTSClientError",
            "OTSResourceGone",
            "OTSSequenceNumberNotMatch",
            "OTSTunnelExist",
            "OTSTunnelExpired",
            "OTSTunnelServerUnavailable");

    @Test
    void everyCodeThatTheOfficialClientKnowsIsClassified() throws IllegalAccessException {
        for (Field constant : ErrorCode.class.getFields()) {
            String code = (String) constant.get(null);
            assertThat(Failures.KINDS.containsKey(code) || code.equals("OTSQuotaExhausted") || OF_OTHERS.contains(code))
                    .as(code)
                    .isTrue();
        }
    }

    @Test
    void anExhaustedQuotaIsARateOrAnEnd() {
        assertThat(failures.classify(answer("OTSQuotaExhausted", "Too frequent table operations."))
                        .kind())
                .isEqualTo(FailureKind.THROTTLED);
        assertThat(failures.classify(answer("OTSQuotaExhausted", "Number of tables exceeds the quota."))
                        .kind())
                .isEqualTo(FailureKind.FATAL);
    }

    @Test
    void noAnswerIsTransient() {
        assertThat(failures.classify(new ClientException("Unexpected error: java.net.ConnectException")))
                .returns(FailureKind.TRANSIENT, Failure::kind);
    }

    @Test
    void whatIsUnknownIsFatal() {
        assertThat(failures.classify(new IllegalStateException("s3cret")).kind())
                .isEqualTo(FailureKind.FATAL);
        assertThat(failures.classify(answer(null, null)).kind()).isEqualTo(FailureKind.FATAL);
    }

    @Test
    void wrappersAreTakenOff() {
        assertThat(failures.classify(new CompletionException(answer("OTSServerBusy", "why")))
                        .code())
                .isEqualTo("OTSServerBusy");
    }

    @Test
    void aLongMessageIsCut() {
        assertThat(failures.classify(answer("OTSParameterInvalid", "x".repeat(100_000)))
                        .message())
                .hasSizeLessThan(600);
    }
}
