package dev.sluice.testkit.fault;

import dev.sluice.testkit.Emulator;
import dev.sluice.testkit.sts.StsEmulator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class StsFaultContractTest extends FaultContract {
    private static final Pattern CODE = Pattern.compile("\"Code\":\"([^\"]*)\"");

    private final StsEmulator sts =
            StsEmulator.builder().role("role").oidcProvider("provider", "token").build();
    private final HttpClient client = HttpClient.newHttpClient();

    @Override
    Emulator<?> emulator() {
        return sts;
    }

    @Override
    String operation() {
        return "AssumeRoleWithOIDC";
    }

    @Override
    void call() throws Exception {
        URI uri = URI.create(sts.endpoint() + "/?Action=AssumeRoleWithOIDC&Version=2015-04-01&RoleArn=role"
                + "&RoleSessionName=me&OIDCProviderArn=provider&OIDCToken=token&Timestamp=" + Instant.now()
                + "&SignatureNonce=" + UUID.randomUUID());
        // POST, because the client repeats a GET that was not answered.
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }

    @Override
    int effects() {
        return sts.issued();
    }

    @Override
    String codeOf(Throwable refusal) {
        Matcher code = CODE.matcher(String.valueOf(refusal.getMessage()));
        return code.find() ? code.group(1) : refusal.toString();
    }

    @Override
    String throttleCode() {
        return "Throttling.User";
    }

    @Override
    String expiredCode() {
        return "InvalidSecurityToken.Expired";
    }
}
