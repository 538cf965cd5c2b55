package dev.sluice.tablestore.row;

import com.alicloud.openservices.tablestore.model.RowChange;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A mapping of records to rows of one's own, in place of the sink's: {@code event.parse.class} names the class, which is
 * public, has a public constructor without arguments, and is in a jar beside those of the connector. Each task has an
 * instance of its own and calls it on one thread.
 *
 * <p>Order, batches, retries, limits and error handling stay the sink's. Rows are held to the service's limits and to the
 * table's primary key before they are written.
 */
public interface RowChangeMapper {

    /**
     * Called once, before the first record.
     *
     * @param config the connector's config as posted; holds secrets, so it is not to be logged
     * @throws org.apache.kafka.connect.errors.ConnectException when the task cannot start, with what to change
     */
    default void configure(Map<String, String> config) {}

    /**
     * The row that is put, updated or deleted for a record; empty to leave the record out on purpose. Pure: a record that is
     * delivered again gives the same change, and one without conditions and increments, because it may be written twice.
     *
     * @param record as Connect hands it over
     * @param table the table that the record goes to; the change has to be for it
     * @return put, update or delete; never null
     * @throws org.apache.kafka.connect.errors.DataException when the record cannot be mapped; the message goes to logs and
     *     reports, so it holds no content
     */
    Optional<RowChange> map(SinkRecord record, String table);
}
