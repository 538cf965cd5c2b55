package dev.sluice.testkit.tablestore;

import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import com.aliyun.ots.thirdparty.com.google.protobuf.UnsafeByteOperations;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.fault.FaultPlan;
import dev.sluice.testkit.internal.HttpCall;
import dev.sluice.testkit.internal.HttpHandler;
import dev.sluice.testkit.internal.HttpReply;
import dev.sluice.testkit.internal.RecentCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From an HTTP request to the call it means, through the gate and the planned faults, and back to an answer. */
final class Frontend implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TableStoreEmulator.class);

    private final Gate gate;
    private final Operations operations;
    private final Answers answers;
    private final FaultPlan faults;
    private final RecentCalls<TableStoreCall> log;
    private final Duration latency;
    private volatile CountDownLatch outage = new CountDownLatch(1);

    Frontend(
            Gate gate,
            Operations operations,
            Answers answers,
            FaultPlan faults,
            RecentCalls<TableStoreCall> log,
            Duration latency) {
        this.gate = gate;
        this.operations = operations;
        this.answers = answers;
        this.faults = faults;
        this.log = log;
        this.latency = latency;
    }

    @Override
    public HttpReply handle(HttpCall http) throws IOException {
        int query = http.target().indexOf('?');
        String path = query < 0 ? http.target() : http.target().substring(0, query);
        String operation = path.startsWith("/") ? path.substring(1) : path;
        byte[] body = read(http);
        long began = System.nanoTime();
        Call call = null;
        try {
            call = decode(http, path, operation, body);
            return answer(http, path, operation, call, faults.next(operation).orElse(null), began);
        } catch (ServiceError e) {
            if (e.code().equals("OTSUnsupportOperation")) {
                LOG.warn("A client asked for what is not emulated: {}", e.text());
            }
            record(operation, call, 0, e.status(), e.code());
            return answers.error(http, path, e, began);
        } catch (RuntimeException e) {
            LOG.error("{} failed", operation, e);
            ServiceError internal = Injected.error(500, "OTSInternalServerError");
            record(operation, call, 0, internal.status(), internal.code());
            return answers.error(http, path, internal, began);
        }
    }

    /** The body, or null when it is larger than the service accepts; then it is read to its end and forgotten. */
    private static byte @Nullable [] read(HttpCall http) throws IOException {
        InputStream in = http.body();
        String length = http.header("Content-Length");
        if (length != null && Long.parseLong(length) <= Limits.BODY_BYTES) {
            byte[] body = new byte[Integer.parseInt(length)];
            if (in.readNBytes(body, 0, body.length) < body.length) {
                throw new IOException("the client stopped in the middle of its request");
            }
            return body;
        }
        byte[] body = in.readNBytes(Limits.BODY_BYTES + 1);
        if (body.length <= Limits.BODY_BYTES) {
            return body;
        }
        in.transferTo(OutputStream.nullOutputStream());
        return null;
    }

    private Call decode(HttpCall http, String path, String operation, byte @Nullable [] body)
            throws ServiceError, IOException {
        if (!http.method().equals("POST")) {
            throw new ServiceError(405, "OTSMethodNotAllowed", "Only POST method for requests is supported.");
        }
        if (body == null) {
            throw tooLarge();
        }
        Call.Decoder decoder = operations.find(operation);
        if (decoder == null) {
            throw ServiceError.unsupported(operation);
        }
        gate.checkHeaders(http);
        Instance instance = gate.enter(http, path, body);
        try {
            return decoder.decode(instance, UnsafeByteOperations.unsafeWrap(inflate(http, body)));
        } catch (InvalidProtocolBufferException e) {
            throw ServiceError.parameter("Parse PBMessage from RawString failed.");
        }
    }

    private static byte[] inflate(HttpCall http, byte[] body) throws ServiceError {
        String type = http.header("x-ots-request-compress-type");
        if (type == null) {
            return body;
        }
        if (!type.equalsIgnoreCase("deflate")) {
            throw ServiceError.parameter("Unsupported compress type: " + type + ".");
        }
        byte[] content;
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(body))) {
            content = in.readNBytes(Limits.BODY_BYTES + 1);
        } catch (IOException e) {
            throw ServiceError.parameter("Cannot deserialize the request data.");
        }
        if (content.length > Limits.BODY_BYTES) {
            throw tooLarge();
        }
        if (!Integer.toString(content.length).equals(http.header("x-ots-request-compress-size"))) {
            throw ServiceError.parameter("Cannot deserialize the request data.");
        }
        return content;
    }

    private static ServiceError tooLarge() {
        return new ServiceError(413, "OTSRequestBodyTooLarge", "The size of POST data is too large.");
    }

    private HttpReply answer(HttpCall http, String path, String operation, Call call, @Nullable Fault fault, long began)
            throws ServiceError, IOException {
        if (fault instanceof Fault.DropConnection) {
            record(operation, call, 0, 0, "");
            throw new IOException("dropped by a fault");
        }
        if (fault instanceof Fault.ServiceError error) {
            throw Injected.error(error.status(), error.code());
        }
        Call.Answer answer = call.execute(fault instanceof Fault.FailRows rows ? rows : null);
        if (fault instanceof Fault.AcceptThenDrop) {
            record(operation, call, answer.failedRows(), 0, "");
            throw new IOException("dropped by a fault");
        }
        record(operation, call, answer.failedRows(), 200, "");
        if (Operations.isForData(operation)) {
            pause(latency);
        }
        if (fault instanceof Fault.Delay delay) {
            pause(delay.by());
        }
        return answers.reply(http, path, 200, answer.message().toByteArray(), began);
    }

    private void record(String operation, @Nullable Call call, int failedRows, int status, String code) {
        String table = call == null ? "" : call.table();
        log.add(new TableStoreCall(operation, table, call == null ? 0 : call.rows(), failedRows, status, code));
    }

    /** Real time on purpose: the client at the other end waits in real time. Each connection has its own thread. */
    private void pause(Duration duration) throws IOException {
        if (duration.isZero()) {
            return;
        }
        try {
            if (outage.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("the emulator stops");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the emulator stops");
        }
    }

    /** Before the port is opened. */
    void open() {
        if (outage.getCount() == 0) {
            outage = new CountDownLatch(1);
        }
    }

    /** Gives up the answers that are held back, so that no thread outlives the port. */
    void abandon() {
        outage.countDown();
    }
}
