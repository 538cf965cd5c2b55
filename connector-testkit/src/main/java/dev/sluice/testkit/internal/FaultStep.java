package dev.sluice.testkit.internal;

import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.fault.FaultPlan;
import dev.sluice.testkit.fault.RecordedCall;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of every call through every emulator: it is read, meets the fault that is planned for it, has its effect, is
 * recorded and logged. The only place that knows what a fault means.
 */
public final class FaultStep<C extends RecordedCall> implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FaultStep.class);

    private final EmulatedService<C> service;
    private final FaultPlan plan;
    private final RecentCalls<C> calls;
    private final WaitingRoom room;
    private final LongSupplier nanoTime;
    private final RequestLog log;

    public FaultStep(
            EmulatedService<C> service, FaultPlan plan, RecentCalls<C> calls, WaitingRoom room, LongSupplier nanoTime) {
        this.service = service;
        this.plan = plan;
        this.calls = calls;
        this.room = room;
        this.nanoTime = nanoTime;
        this.log = new RequestLog(service.name());
    }

    @Override
    public HttpReply handle(HttpCall http) throws IOException {
        long start = nanoTime.getAsLong();
        // Before the plan is asked: a plan that is cleared from now on does not leave this call waiting.
        WaitingRoom.Ticket ticket = room.ticket();
        ServiceCall<C> call = service.read(http);
        Fault fault = call.isAdmitted() ? plan.next(call.operation()).orElse(null) : null;
        int status = 0;
        String code = "";
        try {
            ServiceCall.Answer answer = carryOut(http, call, fault, ticket);
            status = answer.reply().status();
            code = answer.code();
            return answer.reply();
        } finally {
            // A call without an answer is recorded too, with no status.
            Duration took = Duration.ofNanos(nanoTime.getAsLong() - start);
            C recorded = call.record(new Course(status, code, fault, took));
            calls.add(recorded);
            log.add(http.method(), recorded);
        }
    }

    private ServiceCall.Answer carryOut(
            HttpCall http, ServiceCall<C> call, @Nullable Fault fault, WaitingRoom.Ticket ticket) throws IOException {
        if (fault instanceof Fault.DropConnection) {
            throw new IOException("dropped by a fault");
        }
        hold(fault, Fault.Moment.BEFORE_EFFECT, ticket);
        if (fault instanceof Fault.Refusal refusal) {
            travel(call, ticket);
            return call.refuse(refusal);
        }
        ServiceCall.Answer answer = effect(call, fault instanceof Fault.FailRows failing ? failing : null);
        try {
            travel(call, ticket);
            if (fault instanceof Fault.AcceptThenDrop) {
                throw new IOException("accepted, then dropped by a fault");
            }
            hold(fault, Fault.Moment.AFTER_EFFECT, ticket);
            return fault instanceof Fault.TruncateBody ? truncated(http, answer) : answer;
        } catch (IOException e) {
            // Nobody will read it, and it may hold a file.
            answer.reply().drop();
            throw e;
        }
    }

    /** A refusal comes from as far away as any other answer. */
    private void travel(ServiceCall<C> call, WaitingRoom.Ticket ticket) throws IOException {
        if (!call.latency().isZero()) {
            room.hold(ticket, call.latency());
        }
    }

    private ServiceCall.Answer effect(ServiceCall<C> call, Fault.@Nullable FailRows failing) throws IOException {
        try {
            return call.answer(failing);
        } catch (RuntimeException e) {
            LOG.error("{} failed", call.operation(), e);
            return call.refuse(service.internalError());
        }
    }

    private void hold(@Nullable Fault fault, Fault.Moment now, WaitingRoom.Ticket ticket) throws IOException {
        if (fault instanceof Fault.Delay delay && delay.moment() == now) {
            room.hold(ticket, delay.by());
        } else if (fault instanceof Fault.Stall stall && stall.moment() == now) {
            room.hold(ticket, null);
        }
    }

    private static ServiceCall.Answer truncated(HttpCall http, ServiceCall.Answer answer) throws IOException {
        if (answer.reply().content() == null
                || answer.reply().length() == 0
                || http.method().equals("HEAD")) {
            throw new IOException("an answer without content, dropped by a fault");
        }
        return new ServiceCall.Answer(CutShort.half(answer.reply()), answer.code());
    }
}
