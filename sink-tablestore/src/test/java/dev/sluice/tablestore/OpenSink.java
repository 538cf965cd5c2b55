package dev.sluice.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.SinkEnvironment;
import dev.sluice.core.SinkParts;
import dev.sluice.core.batch.BatchTrigger;
import dev.sluice.core.batch.Entry;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.core.write.WriteCompletion;
import dev.sluice.core.write.WriteResult;
import dev.sluice.tablestore.table.TableWrite;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.connect.sink.SinkRecord;

/** The sink's parts against an emulator, without the pipeline. */
public final class OpenSink implements AutoCloseable {
    private final SinkParts<TableWrite, EntryBatch<TableWrite>> parts;

    private OpenSink(SinkParts<TableWrite, EntryBatch<TableWrite>> parts) {
        this.parts = parts;
    }

    /** The documentation's config, with the emulator's endpoint, key and instance filled in. */
    public static Map<String, String> config(TableStoreEmulator emulator, String... keysAndValues) {
        return Configs.with(Configs.with(Configs.seedProperties(), connection(emulator)), keysAndValues);
    }

    /** Where the emulator is and who may ask, as keys and values. */
    public static String[] connection(TableStoreEmulator emulator) {
        return new String[] {
            "tablestore.endpoint",
            emulator.endpoint().toString(),
            "tablestore.access.key.id",
            emulator.accessKeyId(),
            "tablestore.access.key.secret",
            emulator.accessKeySecret(),
            "tablestore.instance.name",
            emulator.instanceName()
        };
    }

    public static OpenSink open(Map<String, String> config) {
        return open(config, InstantSource.system());
    }

    public static OpenSink open(Map<String, String> config, InstantSource clock) {
        return new OpenSink(TableStoreSink.DEFINITION.open(new SinkEnvironment(
                "tablestore-sink", 0, config, new MemoryBudget(64 << 20), clock, new SplittableRandom(1))));
    }

    /** Maps the records and sends them as one batch; completed with the result, or with what failed the request. */
    public CompletableFuture<WriteResult> write(SinkRecord... records) {
        CompletableFuture<WriteResult> answer = new CompletableFuture<>();
        EntryBatch<TableWrite> batch = null;
        for (SinkRecord record : records) {
            Mapping.Mapped<TableWrite> mapped =
                    (Mapping.Mapped<TableWrite>) parts.mapper().map(record);
            if (batch == null) {
                batch = new EntryBatch<>(mapped.batchKey(), Instant.EPOCH, false);
            }
            batch.add(new Entry<>(
                    mapped.value(),
                    mapped.batchKey(),
                    mapped.orderingKey(),
                    mapped.sizeBytes(),
                    mapped.heldBytes(),
                    record,
                    RecordOrigin.of(record)));
        }
        batch.close(BatchTrigger.RECORDS);
        parts.writer().write(batch, new WriteCompletion() {
            @Override
            public void complete(WriteResult result) {
                answer.complete(result);
            }

            @Override
            public void fail(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        return answer;
    }

    /** What became of the write; what the client threw is classified as the pipeline would. */
    public WriteResult result(CompletableFuture<WriteResult> answer) throws InterruptedException, TimeoutException {
        try {
            return answer.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return new WriteResult.Failed(parts.classifier().classify(e.getCause()));
        }
    }

    public Failure failure(CompletableFuture<WriteResult> answer) throws InterruptedException, TimeoutException {
        WriteResult result = result(answer);
        if (result instanceof WriteResult.Failed failed) {
            return failed.failure();
        }
        throw new AssertionError("the write did not fail: " + result);
    }

    @Override
    public void close() {
        parts.writer().close();
    }

    /** Waits until the emulator has the request that a fault is meant for. */
    public static void awaitTaken(TableStoreEmulator emulator) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (emulator.faults().remaining() > 0) {
            assertThat(System.nanoTime()).as("the request never arrived").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
