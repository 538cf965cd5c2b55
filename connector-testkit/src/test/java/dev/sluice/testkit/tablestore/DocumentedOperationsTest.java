package dev.sluice.testkit.tablestore;

import dev.sluice.testkit.docs.OperationTable;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DocumentedOperationsTest {

    @Test
    void thePageNamesTheOperationsThatThereAre() throws IOException {
        OperationTable.of("emulators-tablestore.md", "## Operations")
                .assertNames(0, new Operations(() -> Instant.EPOCH).names());
    }
}
