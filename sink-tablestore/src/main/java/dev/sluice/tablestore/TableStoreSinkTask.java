package dev.sluice.tablestore;

import dev.sluice.core.PipelineSinkTask;
import dev.sluice.core.SinkDefinition;
import dev.sluice.core.batch.EntryBatch;

/** A task of {@link TableStoreSinkConnector}. Instantiated by Connect. */
public final class TableStoreSinkTask extends PipelineSinkTask<RowWrite, EntryBatch<RowWrite>> {

    @Override
    protected SinkDefinition<RowWrite, EntryBatch<RowWrite>> definition() {
        return TableStoreSink.DEFINITION;
    }
}
