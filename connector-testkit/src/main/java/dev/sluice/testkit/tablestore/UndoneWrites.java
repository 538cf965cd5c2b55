package dev.sluice.testkit.tablestore;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the rows of an atomic batch were before it. An auto-increment row is new, so there is nothing to put back. */
final class UndoneWrites {
    private final RowStore rows;
    private final Map<RowKey, @Nullable StoredRow> before = new LinkedHashMap<>();

    UndoneWrites(RowStore rows, List<RowChange> changes) {
        this.rows = rows;
        for (RowChange change : changes) {
            RowKey key = change.rowKey();
            if (key != null) {
                before.put(key, rows.get(key));
            }
        }
    }

    void undoUnlessAllOk(List<Table.Outcome> outcomes) {
        for (Table.Outcome outcome : outcomes) {
            if (outcome.error() != null) {
                before.forEach(this::putBack);
                Collections.fill(outcomes, new Table.Outcome(outcome.error(), null, outcome.readUnits()));
                return;
            }
        }
    }

    private void putBack(RowKey key, @Nullable StoredRow row) {
        if (row == null) {
            rows.remove(key);
        } else {
            rows.put(key, row);
        }
    }
}
