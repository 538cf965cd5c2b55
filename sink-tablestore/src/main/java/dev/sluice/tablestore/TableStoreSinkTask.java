package dev.sluice.tablestore;

import dev.sluice.core.PipelineSinkTask;
import dev.sluice.core.SinkDefinition;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.tablestore.table.TableWrite;
import java.util.Map;

/** A task of {@link TableStoreSinkConnector}. Instantiated by Connect. */
public final class TableStoreSinkTask extends PipelineSinkTask<TableWrite, EntryBatch<TableWrite>> {

    @Override
    protected SinkDefinition<TableWrite, EntryBatch<TableWrite>> definition() {
        return TableStoreSink.DEFINITION;
    }

    /** The config as Connect stores it keeps the names that were written, and never holds a key of the environment. */
    @Override
    public void start(Map<String, String> props) {
        super.start(ReferenceKeys.translate(props, System::getenv).config());
    }
}
