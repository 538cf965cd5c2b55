package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ObjectMetadata;
import dev.sluice.distribution.PublishedRecords.Position;
import dev.sluice.distribution.PublishedRecords.Said;
import dev.sluice.testkit.oss.OssEmulator;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reads objects back finds each kind of damage. */
final class PublishedRecordsTest {
    private static final String BUCKET = "bucket";

    private final OssEmulator oss = OssEmulator.builder().bucket(BUCKET).build();
    private OSS client;

    @BeforeEach
    void start() {
        oss.start();
        client = oss.client();
        put("topics/t/partition=0/a", line(0, "v0") + line(1, "v1"));
        put("topics/t/partition=0/b", line(2, "v2"));
        put("topics/_sluice/connector/t/0-0.log", "{\"anything\":1}\n");
    }

    @AfterEach
    void stop() {
        client.shutdown();
        oss.close();
    }

    private void put(String key, String text) {
        client.putObject(BUCKET, key, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String line(long offset, String value) {
        return "{\"key\":\"k\",\"value\":{\"v\":\"" + value + "\"},\"topic\":\"t\",\"partition\":0,\"offset\":" + offset
                + "}\n";
    }

    private static Map<Position, Said> wanted(int count) {
        Map<Position, Said> wanted = new LinkedHashMap<>();
        for (int offset = 0; offset < count; offset++) {
            wanted.put(new Position("t", 0, offset), Said.of("k", "{\"v\":\"v" + offset + "\"}"));
        }
        return wanted;
    }

    private PublishedRecords published() {
        return PublishedRecords.in(client, BUCKET, "topics/");
    }

    @Test
    void nothingIsWrongWithEachRecordInOnePlace() {
        assertThat(published().differences(wanted(3))).isEmpty();
        assertThat(published().objects()).isEqualTo(2);
        assertThat(published().records()).isEqualTo(3);
    }

    @Test
    void aRecordThatIsMissingIsFound() {
        assertThat(published().missing(wanted(4))).containsExactly("Position[topic=t, partition=0, offset=3]");
        assertThat(published().differences(wanted(4))).contains("1 missing");
    }

    @Test
    void aRecordInTwoObjectsIsFound() {
        put("topics/t/partition=0/c", line(2, "v2"));
        assertThat(published().twice())
                .containsExactly("Position[topic=t, partition=0, offset=2] in topics/t/partition=0/b and"
                        + " topics/t/partition=0/c");
        assertThat(published().differences(wanted(3))).contains("1 twice");
    }

    @Test
    void aRecordThatIsTwiceInOneObjectIsFound() {
        put("topics/t/partition=0/b", line(2, "v2") + line(2, "v2"));
        assertThat(published().twice()).hasSize(1);
    }

    @Test
    void aRecordThatSaysSomethingElseIsFound() {
        put("topics/t/partition=0/b", line(2, "other"));
        assertThat(published().altered(wanted(3)))
                .containsExactly("Position[topic=t, partition=0, offset=2] in topics/t/partition=0/b:"
                        + " k={\"v\":\"other\"} instead of k={\"v\":\"v2\"}");
        assertThat(published().differences(wanted(3))).contains("1 altered");
    }

    @Test
    void aRecordThatNobodyWroteIsFound() {
        assertThat(published().altered(wanted(2))).hasSize(1);
    }

    @Test
    void halfAnObjectIsFound() {
        String whole = line(2, "v2");
        put("topics/t/partition=0/b", whole.substring(0, whole.length() - 5));
        assertThat(published().torn()).hasSize(2);
        assertThat(published().differences(wanted(3))).contains("1 missing", "2 torn");

        ObjectMetadata two = new ObjectMetadata();
        two.addUserMetadata("sluice-records", "2");
        client.putObject(
                BUCKET,
                "topics/t/partition=0/b",
                new ByteArrayInputStream(whole.getBytes(StandardCharsets.UTF_8)),
                two);
        assertThat(published().torn()).containsExactly("topics/t/partition=0/b has 1 records and says 2");
    }
}
