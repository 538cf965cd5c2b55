package dev.sluice.core.mapping;

import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Turns a record into what the destination stores for it.
 *
 * <p>Pure: the same record gives the same mapping, nothing is kept between calls. Called once a record, on the task
 * thread; must not block. A record that cannot be mapped is {@link Mapping.Unmappable}, or a thrown
 * {@link org.apache.kafka.connect.errors.DataException}, which means the same. A record that the
 * config sends to the error reporters instead is {@link Mapping.Reported}. What is not the record's
 * fault but the config's stops the task with an {@link org.apache.kafka.connect.errors.ConnectException}, whose message
 * says what to change and holds no content; the message of any other exception is not shown, because it may.
 *
 * @param <E> what the destination stores for one record
 */
@FunctionalInterface
public interface RecordMapper<E> {

    /**
     * Maps one record, or says why not.
     *
     * @param record its value may be null (a tombstone); not to be changed, it is what an error report has
     * @return never null
     * @throws org.apache.kafka.connect.errors.DataException when the record cannot be mapped, now or later; the message
     *     names field and cure, never the content
     * @throws org.apache.kafka.connect.errors.ConnectException when the config has to be changed, with what to change
     */
    Mapping<E> map(SinkRecord record);
}
