package dev.sluice.testkit.tablestore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.ClientConfiguration;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.core.auth.DefaultCredentialProvider;
import com.alicloud.openservices.tablestore.core.auth.DefaultCredentials;
import com.alicloud.openservices.tablestore.core.auth.ServiceCredentials;
import com.alicloud.openservices.tablestore.core.auth.V4Credentials;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi;
import com.alicloud.openservices.tablestore.model.NoRetryStrategy;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.sql.SQLQueryRequest;
import dev.sluice.testkit.internal.HttpCall;
import dev.sluice.testkit.internal.HttpHeader;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, with which error everybody else is sent away, and that clients believe the answers. */
class SignaturesTest extends EmulatorFixture {

    @Test
    void aWrongSecretIsASignatureMismatch() {
        TableStoreException refusal = refusedClient("test-key-id", "wrong", "test-instance", configuration());
        assertThat(refusal.getErrorCode()).isEqualTo("OTSAuthFailed");
        assertThat(refusal.getHttpStatus()).isEqualTo(403);
        assertThat(refusal).hasMessage("Signature mismatch.");
        assertThat(refusal.getRequestId()).hasSize(36);
    }

    @Test
    void anUnknownKeyAndAnUnknownInstanceAreNamed() {
        assertThat(refusedClient("nobody", "test-key-secret", "test-instance", configuration()))
                .hasMessage("The AccessKeyID does not exist.");
        assertThat(refusedClient("test-key-id", "test-key-secret", "elsewhere", configuration()))
                .hasMessage("The instance is not found.");
    }

    @Test
    void aV4SignatureIsVerifiedAndItsAnswersAreBelieved() {
        withV4(
                "test-key-secret",
                v4 -> assertThat(v4.listTable().getTableNames()).isEmpty());
        withV4("wrong", v4 -> assertThat(refusal(v4::listTable)).hasMessage("Signature mismatch."));
    }

    @Test
    void compressedRequestsAndAnswersAreUnderstood() {
        createTable();
        ClientConfiguration configuration = configuration();
        configuration.setEnableRequestCompression(true);
        configuration.setEnableResponseCompression(true);
        configuration.setEnableResponseContentMD5Checking(true);
        with(emulator, "test-key-id", "test-key-secret", "test-instance", configuration, compressing -> {
            compressing.putRow(new PutRowRequest(put("1", column("a", "x".repeat(10_000)))));
            assertThat(compressing.listTable().getTableNames()).containsExactly(TABLE);
        });
        assertThat(read("1").getLatestColumn("a").getValue().asString()).hasSize(10_000);
    }

    @Test
    void eachInstanceHasItsOwnTables() {
        try (TableStoreEmulator two =
                TableStoreEmulator.builder().instance("one").instance("two").build()) {
            two.start();
            assertThat(two.instanceName()).isEqualTo("one");
            with(two, "test-key-id", "test-key-secret", "two", configuration(), other -> {
                SyncClient first = client;
                client = other;
                createTable();
                client = first;
                assertThat(other.listTable().getTableNames()).containsExactly(TABLE);
            });
            with(
                    two,
                    "test-key-id",
                    "test-key-secret",
                    "one",
                    configuration(),
                    one -> assertThat(one.listTable().getTableNames()).isEmpty());
        }
    }

    @Test
    void aClockFifteenMinutesOffIsRefused() {
        try (TableStoreEmulator late = TableStoreEmulator.builder()
                .clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(16)))
                .build()) {
            late.start();
            SyncClient inTime = late.client();
            try {
                assertThat(refusal(inTime::listTable))
                        .hasMessageContaining("Mismatch between system time and x-ots-date");
            } finally {
                inTime.shutdown();
            }
        }
    }

    @Test
    void anOperationThatIsNotEmulatedHasTheServicesError() {
        TableStoreException refusal = refusal(() -> client.sqlQuery(new SQLQueryRequest("select 1")));
        assertThat(refusal.getErrorCode()).isEqualTo("OTSUnsupportOperation");
        assertThat(refusal.getHttpStatus()).isEqualTo(400);
        assertThat(refusal).hasMessage("Unsupported operation: 'SQLQuery'.");
    }

    @Test
    void aSlowAnswerSaysSoInASignedHeader() throws Exception {
        Raw slow = post("Search", new byte[0], headers -> {
            headers.put("x-ots-sdk-traceid", "trace-1");
            headers.put("x-ots-trace-threshold", "-1");
        });
        assertThat(slow.traceInfo).startsWith("trace-1 ").endsWith(" ms");
        assertThat(slow.authorization).isEqualTo(slow.expectedAuthorization);
        Raw quick = post("Search", new byte[0], headers -> headers.put("x-ots-trace-threshold", "600000"));
        assertThat(quick.traceInfo).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CreateSearchIndex",
                "Search",
                "CreateTunnel",
                "ListStream",
                "GetStreamRecord",
                "CreateIndex",
                "StartLocalTransaction",
                "BulkExport",
                "CreateDeliveryTask",
                "CreateGlobalTable",
                "CreateTimeseriesAnalyticalStore",
                "CreateTimeseriesLastpointIndex"
            })
    void whatIsNotEmulatedHasTheServicesErrorWithItsName(String operation) throws Exception {
        Raw answer = post(operation, new byte[0], headers -> {});
        assertThat(answer.status).isEqualTo(400);
        assertThat(answer.error.getCode()).isEqualTo("OTSUnsupportOperation");
        assertThat(answer.error.getMessage()).contains(operation);
    }

    @Test
    void aMissingHeaderIsNamed() throws Exception {
        for (String header : List.of("x-ots-date", "x-ots-contentmd5", "x-ots-accesskeyid", "x-ots-instancename")) {
            Raw answer = post("ListTable", new byte[0], headers -> headers.remove(header));
            assertThat(answer.status).isEqualTo(400);
            assertThat(answer.error.getCode()).isEqualTo("OTSMissingHeader");
            assertThat(answer.error.getMessage()).isEqualTo("Missing header: '" + header + "'.");
        }
    }

    @Test
    void aBodyThatIsNotItsMd5IsRefused() throws Exception {
        Raw answer = post("ListTable", new byte[0], headers -> headers.put("x-ots-contentmd5", Gate.md5(new byte[1])));
        assertThat(answer.status).isEqualTo(403);
        assertThat(answer.error.getMessage()).contains("MD5");
    }

    @Test
    void aDateThatIsNoneIsRefused() throws Exception {
        Raw answer = post("ListTable", new byte[0], headers -> headers.put("x-ots-date", "yesterday"));
        assertThat(answer.status).isEqualTo(400);
        assertThat(answer.error.getMessage()).isEqualTo("Invalid date format: yesterday.");
    }

    @Test
    void aBodyOfMoreThanFiveMegabytesIsTooLarge() throws Exception {
        Raw answer = post("PutRow", new byte[5 * 1024 * 1024 + 1], headers -> {});
        assertThat(answer.status).isEqualTo(413);
        assertThat(answer.error.getCode()).isEqualTo("OTSRequestBodyTooLarge");
    }

    @Test
    void aBodyThatCannotBeReadIsAParameterError() throws Exception {
        Raw answer = post("PutRow", new byte[] {1, 2, 3}, headers -> {});
        assertThat(answer.status).isEqualTo(400);
        assertThat(answer.error.getCode()).isEqualTo("OTSParameterInvalid");
    }

    @Test
    void onlyPostIsAllowed() throws Exception {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(emulator.endpoint() + "/ListTable"))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(OtsInternalApi.Error.parseFrom(answer.body()).getCode()).isEqualTo("OTSMethodNotAllowed");
    }

    @Test
    void errorsAreSignedLikeAnswers() throws Exception {
        Raw answer = post("ListTable", new byte[0], headers -> headers.put("x-ots-date", "yesterday"));
        assertThat(answer.authorization).isEqualTo(answer.expectedAuthorization);
    }

    private record Raw(
            int status,
            OtsInternalApi.Error error,
            @Nullable String traceInfo,
            String authorization,
            String expectedAuthorization) {}

    /** What the SDK would send, changed before it is signed; only what the SDK cannot send comes this way. */
    private Raw post(String operation, byte[] body, Consumer<Map<String, String>> change) throws Exception {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-ots-apiversion", "2015-12-31");
        headers.put("x-ots-accesskeyid", emulator.accessKeyId());
        headers.put("x-ots-instancename", emulator.instanceName());
        headers.put("x-ots-date", Instant.now().toString());
        headers.put("x-ots-contentmd5", Gate.md5(body));
        change.accept(headers);
        String signed = "/" + operation + "\nPOST\n\n" + lines(headers);
        headers.put("x-ots-signature", hmac(signed));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(emulator.endpoint() + "/" + operation))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        HttpResponse<byte[]> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        Map<String, String> answered = new LinkedHashMap<>();
        answer.headers().map().forEach((name, values) -> {
            if (name.startsWith("x-ots-")) {
                answered.put(name, values.get(0));
            }
        });
        return new Raw(
                answer.statusCode(),
                OtsInternalApi.Error.parseFrom(answer.body()),
                answer.headers().firstValue("x-ots-traceinfo").orElse(null),
                answer.headers().firstValue("authorization").orElse(""),
                "OTS test-key-id:" + hmac(lines(answered) + "/" + operation));
    }

    private static String lines(Map<String, String> headers) {
        StringBuilder lines = new StringBuilder();
        headers.keySet().stream()
                .sorted()
                .forEach(name ->
                        lines.append(name).append(':').append(headers.get(name)).append('\n'));
        return lines.toString();
    }

    private String hmac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(emulator.accessKeySecret().getBytes(UTF_8), "HmacSHA1"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    }

    @Test
    void headersSortByNameAlsoWhenOneIsTheStartOfAnother() {
        HttpCall call = new HttpCall(
                "POST",
                "/ListTable",
                List.of(new HttpHeader("x-ots-request-compress", "1"), new HttpHeader("x-ots-request", "2")),
                InputStream.nullInputStream());
        Signatures signatures = new Signatures("secret");
        assertThat(signatures.authorization(call, "id", "/ListTable", call.headers()))
                .isEqualTo(signatures.authorization(
                        call,
                        "id",
                        "/ListTable",
                        List.of(call.headers().get(1), call.headers().get(0))));
    }

    private static ClientConfiguration configuration() {
        ClientConfiguration configuration = new ClientConfiguration();
        configuration.setRetryStrategy(new NoRetryStrategy());
        return configuration;
    }

    private TableStoreException refusedClient(
            String id, String secret, String instance, ClientConfiguration configuration) {
        TableStoreException[] refusal = new TableStoreException[1];
        with(emulator, id, secret, instance, configuration, c -> refusal[0] = refusal(c::listTable));
        return refusal[0];
    }

    private static void with(
            TableStoreEmulator emulator,
            String id,
            String secret,
            String instance,
            ClientConfiguration configuration,
            Consumer<SyncClient> use) {
        SyncClient client = new SyncClient(emulator.endpoint().toString(), id, secret, instance, configuration);
        try {
            use.accept(client);
        } finally {
            client.shutdown();
        }
    }

    private void withV4(String secret, Consumer<SyncClient> use) {
        ServiceCredentials credentials = V4Credentials.createByServiceCredentials(
                new DefaultCredentials(emulator.accessKeyId(), secret), "cn-hangzhou");
        SyncClient v4 = new SyncClient(
                emulator.endpoint().toString(),
                new DefaultCredentialProvider(credentials),
                emulator.instanceName(),
                configuration(),
                null);
        try {
            use.accept(v4);
        } finally {
            v4.shutdown();
        }
    }
}
