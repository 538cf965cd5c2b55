package dev.sluice.testkit.tablestore;

import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import com.aliyun.ots.thirdparty.com.google.protobuf.UnsafeByteOperations;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.internal.EmulatedService;
import dev.sluice.testkit.internal.HttpCall;
import dev.sluice.testkit.internal.ServiceCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From an HTTP request, through the gate, to the call it means, and back to an answer. */
final class Frontend implements EmulatedService<TableStoreCall> {
    private static final Logger LOG = LoggerFactory.getLogger(TableStoreEmulator.class);

    private final Gate gate;
    private final Operations operations;
    private final Answers answers;
    private final Duration latency;

    Frontend(Gate gate, Operations operations, Answers answers, Duration latency) {
        this.gate = gate;
        this.operations = operations;
        this.answers = answers;
        this.latency = latency;
    }

    @Override
    public String name() {
        return "tablestore";
    }

    @Override
    public Set<String> operations() {
        return operations.names();
    }

    @Override
    public Set<String> batches() {
        return Operations.BATCHES;
    }

    @Override
    public Fault.ServiceError internalError() {
        return new Fault.ServiceError(500, "OTSInternalServerError");
    }

    @Override
    public ServiceCall<TableStoreCall> read(HttpCall http) throws IOException {
        int query = http.target().indexOf('?');
        String path = query < 0 ? http.target() : http.target().substring(0, query);
        String operation = path.startsWith("/") ? path.substring(1) : path;
        byte[] body = body(http);
        long began = answers.now();
        try {
            return new ReceivedCall(
                    answers,
                    http,
                    path,
                    operation,
                    decode(http, path, operation, body),
                    Operations.isForData(operation) ? latency : Duration.ZERO,
                    began);
        } catch (ServiceError e) {
            if (e.code().equals("OTSUnsupportOperation")) {
                LOG.warn("A client asked for what is not emulated: {}", e.text());
            }
            return new ReceivedCall(answers, http, path, operation, e, began);
        }
    }

    /** The body, or null when it is larger than the service accepts; then it is read to its end and forgotten. */
    private static byte @Nullable [] body(HttpCall http) throws IOException {
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
}
