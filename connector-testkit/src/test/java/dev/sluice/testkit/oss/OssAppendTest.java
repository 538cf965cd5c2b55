package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.AppendObjectRequest;
import com.aliyun.oss.model.AppendObjectResult;
import com.aliyun.oss.model.ObjectMetadata;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
        value = SignVersion.class,
        names = {"V1", "V4"})
class OssAppendTest extends OssContract {
    @Parameter
    SignVersion version;

    @Override
    SignVersion signVersion() {
        return version;
    }

    @Test
    void eachAppendTellsWhereTheNextOneGoes() throws Exception {
        AppendObjectResult first = append("log", 0, bytes("one\n"), null);
        assertThat(first.getNextPosition()).isEqualTo(4);
        // With the CRC so far the SDK checks the service's CRC of the whole object.
        AppendObjectResult second = append("log", 4, bytes("two\n"), first.getClientCRC());
        assertThat(second.getNextPosition()).isEqualTo(8);
        assertThat(second.getServerCRC()).isEqualTo(second.getClientCRC()).isNotNull();
        assertThat(get("log")).isEqualTo("one\ntwo\n");
        ObjectMetadata head = oss.getObjectMetadata(BUCKET, "log");
        assertThat(head.getObjectType()).isEqualTo("Appendable");
        assertThat(head.getRawMetadata()).containsEntry("x-oss-next-append-position", "8");
    }

    @Test
    void appendsOfAllSizesAddUp() throws Exception {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        Long crc = null;
        for (int size : new int[] {0, 10, 3, 5000, 1, 1 << 20, 7, 3_000_000, 9, 12}) {
            byte[] more = noise(size);
            crc = append("log", expected.size(), more, crc).getClientCRC();
            expected.write(more);
        }
        assertThat(oss.getObject(BUCKET, "log").getObjectContent().readAllBytes())
                .isEqualTo(expected.toByteArray());
    }

    @Test
    void aWrongPositionIsRefused() throws Exception {
        append("log", 0, bytes("one\n"), null);
        for (long wrong : new long[] {0, 3, 5}) {
            refusal("PositionNotEqualToLength", () -> append("log", wrong, bytes("x"), null));
        }
        refusal("PositionNotEqualToLength", () -> append("new", 1, bytes("x"), null));
        assertThat(get("log")).isEqualTo("one\n");
        assertThat(oss.doesObjectExist(BUCKET, "new")).isFalse();
    }

    @Test
    void anObjectThatWasPutCannotBeAppendedTo() throws Exception {
        put("thing", "x");
        refusal("ObjectNotAppendable", () -> append("thing", 1, bytes("y"), null));
        append("log", 0, bytes("old"), null);
        put("log", "new");
        assertThat(oss.getObjectMetadata(BUCKET, "log").getObjectType()).isEqualTo("Normal");
        refusal("ObjectNotAppendable", () -> append("log", 3, bytes("y"), null));
        assertThat(get("log")).isEqualTo("new");
        oss.deleteObject(BUCKET, "log");
        append("log", 0, bytes("again"), null);
        assertThat(get("log")).isEqualTo("again");
    }

    @Test
    void aCopyOfALogIsAnObjectOfItsOwn() throws Exception {
        append("log", 0, bytes("one"), null);
        append("log", 3, bytes("two"), null);
        oss.copyObject(BUCKET, "log", BUCKET, "copy");
        append("log", 6, bytes("three"), null);
        assertThat(get("copy")).isEqualTo("onetwo");
        assertThat(get("log")).isEqualTo("onetwothree");
        refusal("ObjectNotAppendable", () -> append("copy", 6, bytes("x"), null));
    }

    @Test
    void ofManyAppendsAtOnePositionOneWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                long position = round * 2L;
                List<Future<Boolean>> tries = new ArrayList<>();
                for (int writer = 0; writer < 8; writer++) {
                    byte[] line = bytes(writer + "\n");
                    tries.add(threads.submit(() -> {
                        try {
                            append("log", position, line, null);
                            return true;
                        } catch (OSSException e) {
                            assertThat(e.getErrorCode()).isEqualTo("PositionNotEqualToLength");
                            return false;
                        }
                    }));
                }
                int winners = 0;
                for (Future<Boolean> attempt : tries) {
                    winners += attempt.get() ? 1 : 0;
                }
                assertThat(winners).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(get("log")).hasSize(40);
    }

    private AppendObjectResult append(String key, long position, byte[] more, Long crcSoFar) {
        AppendObjectRequest request =
                new AppendObjectRequest(BUCKET, key, new ByteArrayInputStream(more)).withPosition(position);
        if (crcSoFar != null) {
            request.setInitCRC(crcSoFar);
        } else if (position == 0) {
            request.setInitCRC(0L);
        }
        return oss.appendObject(request);
    }
}
