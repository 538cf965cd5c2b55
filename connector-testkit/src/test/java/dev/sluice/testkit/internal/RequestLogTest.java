package dev.sluice.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.oss.OssEmulator;
import dev.sluice.testkit.sts.StsCall;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestLogTest {

    private static StsCall call(String operation, String role, int status, String code, @Nullable Fault fault) {
        return new StsCall(operation, role, status, code, fault, Duration.ofMillis(12), "ID-1");
    }

    @Test
    void aLineSaysWhatWasAskedAndHowItWent() {
        assertThat(RequestLog.line("POST", call("AssumeRole", "acs:ram::1:role/x", 200, "", null)))
                .isEqualTo("method=POST operation=AssumeRole resource=acs:ram::1:role/x status=200 code=- ms=12"
                        + " id=ID-1 fault=-");
        assertThat(RequestLog.line("GET", call("MetadataRoles", "", 0, "", new Fault.DropConnection())))
                .isEqualTo("method=GET operation=MetadataRoles resource=- status=0 code=- ms=12 id=ID-1"
                        + " fault=dropConnection");
        OssEmulator.Call put =
                new OssEmulator.Call("PutObject", "b", "a/k", 403, "AccessDenied", null, Duration.ZERO, "ID-2");
        assertThat(RequestLog.line("PUT", put))
                .isEqualTo("method=PUT operation=PutObject resource=b/a/k status=403 code=AccessDenied ms=0 id=ID-2"
                        + " fault=-");
    }

    @Test
    void whatAClientSendsCannotBreakTheLineOrAddAField() {
        String line = RequestLog.line("GET", call("Unknown", "a b\r\nstatus=200 \u0007\u2028%\"é漢", 404, "x y", null));
        assertThat(line)
                .isEqualTo("method=GET operation=Unknown resource=a%20b%0D%0Astatus=200%20%07%u2028%25%22é漢"
                        + " status=404 code=x%20y ms=12 id=ID-1 fault=-")
                .doesNotContain("\n", "\r");
        assertThat(RequestLog.line("GET", call("Unknown", "x".repeat(100_000), 404, "", null)))
                .hasSizeLessThan(2_000);
    }
}
