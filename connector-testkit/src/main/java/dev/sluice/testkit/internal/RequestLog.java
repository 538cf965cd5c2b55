package dev.sluice.testkit.internal;

import dev.sluice.testkit.fault.RecordedCall;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each call, at DEBUG, on a logger that has nothing else: {@code dev.sluice.requests.oss} and so on. It
 * holds names and numbers only: no header, no query of a URL, no content.
 */
final class RequestLog {
    private final Logger log;

    RequestLog(String service) {
        log = LoggerFactory.getLogger("dev.sluice.requests." + service);
    }

    void add(String method, RecordedCall call) {
        if (log.isDebugEnabled()) {
            log.debug(line(method, call));
        }
    }

    static String line(String method, RecordedCall call) {
        String fault = call.fault() == null ? "-" : FaultJson.name(call.fault());
        return "method=" + value(method) + " operation=" + value(call.operation()) + " resource="
                + value(call.resource()) + " status=" + call.status() + " code=" + value(call.code()) + " ms="
                + call.duration().toMillis() + " id=" + value(call.requestId()) + " fault=" + fault;
    }

    /** One word, whatever the client sent: what is no plain character is percent-encoded, one of UTF-16 at a time. */
    private static String value(String text) {
        if (text.isEmpty()) {
            return "-";
        }
        StringBuilder word = new StringBuilder();
        for (char c : RecentCalls.brief(text).toCharArray()) {
            boolean plain = c > ' '
                    && c != '%'
                    && c != '"'
                    && c != 0x7F
                    && Character.isDefined(c)
                    && !Character.isISOControl(c)
                    && !Character.isWhitespace(c);
            if (plain) {
                word.append(c);
            } else {
                word.append(String.format(Locale.ROOT, c < 0x100 ? "%%%02X" : "%%u%04X", (int) c));
            }
        }
        return word.toString();
    }
}
