package dev.sluice.testkit.internal;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Content of which only the first half comes; the endpoint closes the connection after it. */
final class CutShort extends FilterInputStream {
    private long left;

    private CutShort(InputStream content, long left) {
        super(content);
        this.left = left;
    }

    /** The same answer, whose content will end halfway. */
    static HttpReply half(HttpReply reply) {
        InputStream content = reply.content() == null ? new ByteArrayInputStream(new byte[0]) : reply.content();
        return new HttpReply(
                reply.status(), reply.headers(), reply.length(), new CutShort(content, reply.length() / 2));
    }

    @Override
    public int read() throws IOException {
        if (left <= 0) {
            return -1;
        }
        left--;
        return super.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left <= 0) {
            return -1;
        }
        int got = super.read(into, offset, (int) Math.min(length, left));
        left -= Math.max(got, 0);
        return got;
    }
}
