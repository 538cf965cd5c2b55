package dev.sluice.core.flow;

import dev.sluice.core.batch.Entry;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.write.BatchWriter;
import dev.sluice.core.write.EntryOutcome;
import dev.sluice.core.write.WriteCompletion;
import dev.sluice.core.write.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A writer whose answers are given by the test, one by one, whenever it likes. */
final class ScriptedWriter implements BatchWriter<EntryBatch<String>> {

    /** One write that waits for its answer. */
    record Sent(List<Entry<String>> entries, EntryBatch<String> batch, WriteCompletion completion) {
        List<String> values() {
            return entries.stream().map(Entry::value).toList();
        }
    }

    final List<Sent> unanswered = new ArrayList<>();
    /** Values in the order in which the destination stored them. */
    final List<String> stored = new ArrayList<>();

    int writes;
    boolean closed;

    @Override
    public void write(EntryBatch<String> batch, WriteCompletion completion) {
        writes++;
        unanswered.add(new Sent(List.copyOf(batch.entries()), batch, completion));
    }

    @Override
    public void close() {
        closed = true;
    }

    Sent next() {
        if (unanswered.isEmpty()) {
            throw new AssertionError("no write waits for an answer");
        }
        return unanswered.remove(0);
    }

    void store(Sent sent) {
        stored.addAll(sent.values());
        sent.completion().complete(WriteResult.WRITTEN);
    }

    void storeAll() {
        List<Sent> all = List.copyOf(unanswered);
        unanswered.clear();
        all.forEach(this::store);
    }

    void refuse(Sent sent, Failure failure) {
        sent.completion().complete(new WriteResult.Failed(failure));
    }

    /** Answers entry by entry; null of the function means stored. */
    void answer(Sent sent, Function<String, Failure> failures) {
        List<EntryOutcome> outcomes = new ArrayList<>();
        for (String value : sent.values()) {
            Failure failure = failures.apply(value);
            if (failure == null) {
                stored.add(value);
                outcomes.add(EntryOutcome.WRITTEN);
            } else {
                outcomes.add(new EntryOutcome.Failed(failure));
            }
        }
        sent.completion().complete(new WriteResult.PerEntry(outcomes));
    }
}
