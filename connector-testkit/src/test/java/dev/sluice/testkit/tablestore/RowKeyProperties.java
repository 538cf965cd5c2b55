package dev.sluice.testkit.tablestore;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alicloud.openservices.tablestore.core.protocol.PlainBufferConsts;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RowKeyProperties {

    @Property
    void theOrderOfIntegersIsKept(@ForAll long a, @ForAll long b) {
        assertSameSign(Long.compare(a, b), compare(List.of(integer(a)), List.of(integer(b))));
    }

    @Property
    void theOrderOfBytesIsKept(@ForAll byte[] a, @ForAll byte[] b) {
        assertSameSign(Arrays.compareUnsigned(a, b), compare(List.of(binary(a)), List.of(binary(b))));
    }

    @Property
    void theFirstColumnDecidesBeforeTheSecond(
            @ForAll byte[] a1, @ForAll byte[] b1, @ForAll byte[] a2, @ForAll byte[] b2) {
        int first = Arrays.compareUnsigned(a1, b1);
        int expected = first != 0 ? first : Arrays.compareUnsigned(a2, b2);
        assertSameSign(expected, compare(List.of(binary(a1), binary(a2)), List.of(binary(b1), binary(b2))));
    }

    private static int compare(List<Cell> a, List<Cell> b) {
        return RowKey.of(a).compareTo(RowKey.of(b));
    }

    private static Cell integer(long value) {
        byte[] name = "n".getBytes(UTF_8);
        return new Cell(name, 0, 1, -1, 0, (byte) 0, Cell.NO_TIMESTAMP, (byte) 0).withInteger(value, Cell.NO_TIMESTAMP);
    }

    private static Cell binary(byte[] value) {
        byte[] bytes = new byte[5 + value.length];
        bytes[0] = PlainBufferConsts.VT_BLOB;
        Cell.INT.set(bytes, 1, value.length);
        System.arraycopy(value, 0, bytes, 5, value.length);
        return new Cell(bytes, 0, 0, 0, bytes.length, (byte) 0, Cell.NO_TIMESTAMP, (byte) 0);
    }

    private static void assertSameSign(int expected, int actual) {
        if (Integer.signum(expected) != Integer.signum(actual)) {
            throw new AssertionError("expected order " + expected + ", was " + actual);
        }
    }
}
