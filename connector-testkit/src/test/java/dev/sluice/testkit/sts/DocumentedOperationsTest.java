package dev.sluice.testkit.sts;

import dev.sluice.testkit.docs.OperationTable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DocumentedOperationsTest {

    @Test
    void thePageNamesTheOperationsThatThereAre() throws IOException {
        OperationTable.of("emulators.md", "## Operations of STS").assertNames(0, StsFrontDoor.OPERATIONS);
    }
}
