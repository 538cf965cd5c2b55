package dev.sluice.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.Emulator;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.fault.FaultPlan.Occurrence;
import dev.sluice.testkit.fault.FaultPlan.Planned;
import dev.sluice.testkit.oss.OssEmulator;
import dev.sluice.testkit.sts.StsEmulator;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a test in any language can ask of an emulator, over HTTP alone. */
@Timeout(60)
class ControlPathTest {
    private final TableStoreEmulator tables = TableStoreEmulator.builder().build();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        tables.start();
    }

    @AfterEach
    void stop() {
        tables.close();
    }

    private HttpResponse<String> ask(Emulator<?> emulator, String method, String path, String body) throws Exception {
        return client.send(request(emulator, method, path, body), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest request(Emulator<?> emulator, String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(emulator.endpoint() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> post(String json) throws Exception {
        return ask(tables, "POST", "/_sluice/faults", json.replace('\'', '"'));
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void everyEmulatorTellsThatItIsUp() throws Exception {
        try (OssEmulator oss = OssEmulator.builder().build();
                StsEmulator sts = StsEmulator.builder().build()) {
            for (Emulator<?> emulator : List.of(oss, sts, tables)) {
                emulator.start();
                HttpResponse<String> answer = ask(emulator, "GET", "/_sluice/health", "");
                assertThat(answer.statusCode()).isEqualTo(200);
                String service = emulator == oss ? "oss" : emulator == sts ? "sts" : "tablestore";
                assertThat(json(answer).get("status").textValue()).isEqualTo("up");
                assertThat(json(answer).get("service").textValue()).isEqualTo(service);
                assertThat(emulator.calls()).as("it is no call to the service").isEmpty();
            }
        }
    }

    @Test
    void everyFaultCanBePlannedAndIsListedAsItWasPlanned() throws Exception {
        String[] bodies = {
            "{'fault':'delay','ms':250,'afterEffect':true,'operation':'PutRow','times':3}",
            "{'fault':'stall','afterEffect':false,'operation':'*','times':1}",
            "{'fault':'dropConnection','operation':'PutRow','probability':0.25,'seed':-7}",
            "{'fault':'acceptThenDrop','operation':'*','times':2}",
            "{'fault':'truncateBody','operation':'*','times':1}",
            "{'fault':'error','status':503,'code':'OTSServerBusy','retryAfterMs':9,'operation':'*','times':1}",
            "{'fault':'throttle','retryAfterMs':1500,'operation':'*','times':1}",
            "{'fault':'expiredCredentials','operation':'*','times':1}",
            "{'fault':'failRows','rows':[0,2],'code':'OTSServerBusy','operation':'BulkImport','times':1}",
        };
        for (String body : bodies) {
            assertThat(post(body).statusCode()).as(body).isEqualTo(200);
        }
        JsonNode listed = json(ask(tables, "GET", "/_sluice/faults", ""));
        for (int i = 0; i < bodies.length; i++) {
            assertThat(listed.get("faults").get(i))
                    .isEqualTo(new ObjectMapper().readTree(bodies[i].replace('\'', '"')));
        }
        assertThat(tables.faults().planned())
                .containsExactly(
                        new Planned(
                                new Fault.Delay(Duration.ofMillis(250), Fault.Moment.AFTER_EFFECT),
                                "PutRow",
                                new Occurrence.Times(3)),
                        new Planned(new Fault.Stall(), "*", new Occurrence.Times(1)),
                        new Planned(new Fault.DropConnection(), "PutRow", new Occurrence.Chance(0.25, -7)),
                        new Planned(new Fault.AcceptThenDrop(), "*", new Occurrence.Times(2)),
                        new Planned(new Fault.TruncateBody(), "*", new Occurrence.Times(1)),
                        new Planned(
                                new Fault.ServiceError(503, "OTSServerBusy", Duration.ofMillis(9)),
                                "*",
                                new Occurrence.Times(1)),
                        new Planned(new Fault.Throttle(Duration.ofMillis(1500)), "*", new Occurrence.Times(1)),
                        new Planned(new Fault.ExpiredCredentials(), "*", new Occurrence.Times(1)),
                        new Planned(
                                new Fault.FailRows(Set.of(0, 2), "OTSServerBusy"),
                                "BulkImport",
                                new Occurrence.Times(1)));
        assertThat(json(ask(tables, "DELETE", "/_sluice/faults", "")).get("faults"))
                .isEmpty();
        assertThat(tables.faults().planned()).isEmpty();
    }

    @Test
    void aFaultThatWasSetOverHttpMeetsACallAndTheCallsTellSo() throws Exception {
        try (StsEmulator sts = StsEmulator.builder().machineRole("machine").build()) {
            sts.start();
            String path = "/latest/meta-data/ram/security-credentials/";
            ask(sts, "POST", "/_sluice/faults", "{\"fault\":\"stall\"}");
            CompletableFuture<HttpResponse<String>> stalled =
                    client.sendAsync(request(sts, "GET", path, ""), HttpResponse.BodyHandlers.ofString());
            while (json(ask(sts, "GET", "/_sluice/faults", ""))
                            .get("waitingCalls")
                            .intValue()
                    == 0) {
                assertThat(stalled).isNotDone();
            }
            ask(sts, "DELETE", "/_sluice/faults", "");
            assertThat(stalled.get(30, TimeUnit.SECONDS).body()).isEqualTo("machine");
            JsonNode call =
                    json(ask(sts, "GET", "/_sluice/calls", "")).get("calls").get(0);
            assertThat(call.get("operation").textValue()).isEqualTo("MetadataRoles");
            assertThat(call.get("status").intValue()).isEqualTo(200);
            assertThat(call.get("fault").textValue()).isEqualTo("stall");
            assertThat(call.get("ms").isIntegralNumber()).isTrue();
            assertThat(call.get("requestId").textValue()).isNotEmpty();
            assertThat(json(ask(sts, "DELETE", "/_sluice/calls", "")).get("calls"))
                    .isEmpty();
            assertThat(sts.calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{| the body is no JSON",
                "[]| the body must be one JSON object",
                "{}| the field \\\"fault\\\" is missing",
                "{'fault':'sleep'}| there is no fault \\\"sleep\\\"; there are delay, stall",
                "{'fault':'delay'}| the field \\\"ms\\\" is missing",
                "{'fault':'delay','ms':-1}| \\\"ms\\\" must be a whole number from 0",
                "{'fault':'delay','ms':1.5}| \\\"ms\\\" must be a whole number",
                "{'fault':'delay','ms':99999999999999999999}| \\\"ms\\\" must be a whole number",
                "{'fault':'delay','ms':1,'afterEffect':'yes'}| \\\"afterEffect\\\" must be true or false",
                "{'fault':'stall','delay':1}| unknown field \\\"delay\\\"; this fault has afterEffect",
                "{'fault':'stall','operation':'Fly'}| there is no operation \\\"Fly\\\"; there are AddDefinedColumn",
                "{'fault':'stall','times':0}| \\\"times\\\" must be a whole number from 1",
                "{'fault':'stall','probability':0.5}| the field \\\"seed\\\" is missing",
                "{'fault':'stall','probability':2,'seed':1}| probability must be above 0 and at most 1",
                "{'fault':'stall','probability':0.5,'seed':1,'times':2}| unknown field \\\"times\\\"",
                "{'fault':'error','status':200,'code':'x'}| \\\"status\\\" must be a whole number from 400 to 599",
                "{'fault':'error','status':500,'code':''}| \\\"code\\\" must be a text that is not blank",
                "{'fault':'failRows','rows':[],'code':'x'}| \\\"rows\\\" must be a list of one or more",
                "{'fault':'failRows','rows':[-1],'code':'x'}| each of \\\"rows\\\" must be a whole number from 0",
                "{'fault':'failRows','rows':[0],'code':'x','operation':'PutRow'}| FailRows cannot happen to PutRow",
                "{'fault':'stall','fault':'stall'}| the body is no JSON: Duplicate field",
                "{'fault':'stall'} {}| the body is no JSON",
            })
    void aMalformedRequestIsRefusedWithASentence(String body, String sentence) throws Exception {
        HttpResponse<String> answer = post(body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("error").textValue()).contains(sentence.replace("\\\"", "\""));
        assertThat(tables.faults().planned()).isEmpty();
    }

    @Test
    void wrongPathsMethodsAndSizesAreRefused() throws Exception {
        assertThat(ask(tables, "GET", "/_sluice/fault", "").statusCode()).isEqualTo(404);
        HttpResponse<String> put = ask(tables, "PUT", "/_sluice/faults", "{}");
        assertThat(put.statusCode()).isEqualTo(405);
        assertThat(put.headers().firstValue("Allow")).contains("GET, POST, DELETE");
        assertThat(ask(tables, "POST", "/_sluice/health", "").statusCode()).isEqualTo(405);
        assertThat(ask(tables, "POST", "/_sluice/calls", "").statusCode()).isEqualTo(405);
        assertThat(post(" ".repeat(70_000)).statusCode()).isEqualTo(413);
    }

    @Test
    void anObjectOfSuchANameIsStillAnObjectToItsSignedRequest() throws Exception {
        try (OssEmulator oss = OssEmulator.builder().bucket("bucket").build()) {
            oss.start();
            HttpRequest signed = HttpRequest.newBuilder(URI.create(oss.endpoint() + "/_sluice/health"))
                    .header("Authorization", "OSS nobody:signature")
                    .build();
            HttpResponse<String> answer = client.send(signed, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).contains("<Code>");
            assertThat(oss.calls()).hasSize(1);
        }
    }

    @Test
    void aStoppedEmulatorIsNotUp() {
        tables.stop();
        assertThatThrownBy(() -> ask(tables, "GET", "/_sluice/health", "")).isInstanceOf(IOException.class);
    }
}
