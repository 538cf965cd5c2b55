package dev.sluice.oss.commit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogNamesTest {

    @Test
    void theFirstObjectOfALogIsToldFromTheOthers() {
        LogNames names = new LogNames("topics/_sluice/my-connector-2/t-1/10");
        assertThat(names.key(0)).isEqualTo("topics/_sluice/my-connector-2/t-1/10.log");
        assertThat(names.key(3)).isEqualTo("topics/_sluice/my-connector-2/t-1/10-3.log");
        assertThat(LogNames.ofFirst(names.key(0))).isEqualTo(names);
        assertThat(LogNames.ofFirst(names.key(3))).isNull();
        assertThat(LogNames.ofFirst("topics/_sluice/c/check.log")).isNull();
        assertThat(LogNames.ofFirst("topics/_sluice/c/t/10.txt")).isNull();
        assertThat(LogNames.ofFirst(".log")).isNull();
    }
}
