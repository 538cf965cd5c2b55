package dev.sluice.testkit.tablestore;

import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.internal.Course;
import dev.sluice.testkit.internal.HttpCall;
import dev.sluice.testkit.internal.RecentCalls;
import dev.sluice.testkit.internal.ServiceCall;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call and how to answer it. */
final class ReceivedCall implements ServiceCall<TableStoreCall> {
    private final Answers answers;
    private final HttpCall http;
    private final String path;
    private final String operation;
    private final @Nullable Call call;
    private final @Nullable ServiceError refusal;
    private final Duration latency;
    private final long began;
    private final String requestId;
    private int failedRows;

    /** Was let in; {@code began} is when its body had been read, of {@link Answers#now()}. */
    ReceivedCall(
            Answers answers, HttpCall http, String path, String operation, Call call, Duration latency, long began) {
        this(answers, http, path, operation, call, null, latency, began);
    }

    /** Was not let in, or is not understood. */
    ReceivedCall(Answers answers, HttpCall http, String path, String operation, ServiceError refusal, long began) {
        this(answers, http, path, operation, null, refusal, Duration.ZERO, began);
    }

    private ReceivedCall(
            Answers answers,
            HttpCall http,
            String path,
            String operation,
            @Nullable Call call,
            @Nullable ServiceError refusal,
            Duration latency,
            long began) {
        this.answers = answers;
        this.http = http;
        this.path = path;
        this.operation = operation;
        this.call = call;
        this.refusal = refusal;
        this.latency = latency;
        this.began = began;
        this.requestId = answers.requestId();
    }

    @Override
    public String operation() {
        return operation;
    }

    @Override
    public String requestId() {
        return requestId;
    }

    @Override
    public boolean isAdmitted() {
        return call != null;
    }

    @Override
    public Duration latency() {
        return latency;
    }

    @Override
    public Answer answer(Fault.@Nullable FailRows failing) throws IOException {
        if (call == null || refusal != null) {
            return error(refusal == null ? ServiceError.unsupported(operation) : refusal);
        }
        try {
            Call.Answer answer = call.execute(failing);
            failedRows = answer.failedRows();
            return new Answer(
                    answers.reply(http, path, requestId, 200, answer.message().toByteArray(), began), "");
        } catch (ServiceError e) {
            return error(e);
        }
    }

    @Override
    public Answer refuse(Fault.Refusal fault) throws IOException {
        return error(Injected.of(fault));
    }

    private Answer error(ServiceError error) throws IOException {
        return new Answer(answers.error(http, path, requestId, error, began), error.code());
    }

    @Override
    public TableStoreCall record(Course course) {
        return new TableStoreCall(
                RecentCalls.brief(operation),
                call == null ? "" : RecentCalls.brief(call.table()),
                call == null ? 0 : call.rows(),
                failedRows,
                course.status(),
                course.code(),
                course.fault(),
                course.duration(),
                requestId);
    }
}
