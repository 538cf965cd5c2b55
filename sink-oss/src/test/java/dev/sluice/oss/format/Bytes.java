package dev.sluice.oss.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** An object's bytes on the heap. */
final class Bytes implements ObjectOutput {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long held;
    private long mostHeld;

    @Override
    public void append(byte[] from, int offset, int count) {
        bytes.write(from, offset, count);
    }

    @Override
    public void holds(long now) {
        held = now;
        mostHeld = Math.max(mostHeld, now);
    }

    long held() {
        return held;
    }

    long mostHeld() {
        return mostHeld;
    }

    byte[] toArray() {
        return bytes.toByteArray();
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
