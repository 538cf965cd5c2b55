package dev.sluice.oss;

import dev.sluice.core.SinkParts;
import dev.sluice.core.offset.OffsetSet;
import dev.sluice.core.offset.ProgressLog;
import dev.sluice.core.write.BatchWriter;
import dev.sluice.core.write.WriteCompletion;
import dev.sluice.core.write.WriteResult;
import dev.sluice.oss.commit.CommitLog;
import dev.sluice.oss.commit.CommitLogs;
import dev.sluice.oss.commit.CommittedObject;
import dev.sluice.oss.commit.PreparedObject;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** Protocols that are wrong on purpose: the model has to find out. */
enum ModelMutant {
    /** Nothing is wrong. */
    NONE,
    /** An object is visible before the log has it. */
    PUBLISHES_BEFORE_COMMIT,
    /** The service appends wherever the log ends. */
    NO_POSITION_CHECK,
    /** A partition goes on from the safe offset, and what ran ahead of it is stored again. */
    FORGETS_WHAT_RAN_AHEAD,
    /** What another task committed is never published. */
    LEAVES_UNPUBLISHED;

    SinkParts<SinkRecord, ObjectBatch> change(SinkParts<SinkRecord, ObjectBatch> parts, ObjectStore store) {
        BatchWriter<ObjectBatch> writer = this == PUBLISHES_BEFORE_COMMIT
                ? new EarlyPublisher(store, (CommitLogs) parts.progress(), parts.writer())
                : parts.writer();
        ProgressLog progress = this == FORGETS_WHAT_RAN_AHEAD ? new ForgetfulLog(parts.progress()) : parts.progress();
        return new SinkParts<>(parts.mapper(), parts.batcher(), writer, parts.classifier(), progress);
    }

    private record EarlyPublisher(ObjectStore store, CommitLogs logs, BatchWriter<ObjectBatch> writer)
            implements BatchWriter<ObjectBatch> {
        @Override
        public void write(ObjectBatch batch, WriteCompletion completion) {
            batch.finish();
            batch.upload().prepare(new ObjectUpload.Listener() {
                @Override
                public void prepared(PreparedObject object) {
                    try {
                        if (!store.publish(object)) {
                            throw new UploadGoneException();
                        }
                    } catch (RuntimeException | Error e) {
                        completion.fail(e);
                        return;
                    }
                    commit(batch, object, completion);
                }

                @Override
                public void failed(Throwable error) {
                    completion.fail(error);
                }
            });
        }

        private void commit(ObjectBatch batch, PreparedObject object, WriteCompletion completion) {
            CommitLog log = logs.of(batch.origin());
            CommittedObject committed = batch.commit(object);
            if (log == null || committed == null) {
                completion.fail(new CommitRefusedException());
                return;
            }
            log.commit(committed, new CommitLog.Listener() {
                @Override
                public void committed() {
                    log.published(object.uploadId());
                    batch.stored();
                    completion.complete(WriteResult.WRITTEN);
                }

                @Override
                public void failed(Throwable error) {
                    completion.fail(error);
                }

                @Override
                public void refused() {
                    completion.fail(new CommitRefusedException());
                }
            });
        }

        @Override
        public void close() {
            writer.close();
        }
    }

    private record ForgetfulLog(ProgressLog log) implements ProgressLog {
        @Override
        public void open(TopicPartition partition, Completion completion) {
            log.open(partition, new Completion() {
                @Override
                public void complete(OffsetSet done) {
                    OffsetSet below = new OffsetSet();
                    below.raise(done.next());
                    completion.complete(below);
                }

                @Override
                public void fail(Throwable error) {
                    completion.fail(error);
                }
            });
        }

        @Override
        public void close(Collection<TopicPartition> partitions) {
            log.close(partitions);
        }

        @Override
        public void safe(TopicPartition partition, long offset) {
            log.safe(partition, offset);
        }

        @Override
        public void flush() {
            log.flush();
        }

        @Override
        public Collection<TopicPartition> takeLost() {
            return log.takeLost();
        }
    }
}
