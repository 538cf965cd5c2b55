package dev.sluice.oss;

import com.aliyun.oss.common.utils.CRC64;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/**
 * The bytes of a finished object. Immutable; may be read several times at once.
 *
 * @param chunks all but the last are full
 * @param length in bytes; the last chunk may be longer than what belongs to the content
 */
record ObjectContent(List<byte[]> chunks, long length) {

    /** CRC-64 of the bytes as they were encoded, not as any stream of them was read. */
    long crc() {
        CRC64 crc = new CRC64();
        long left = length;
        for (byte[] chunk : chunks) {
            int count = (int) Math.min(left, chunk.length);
            crc.update(chunk, count);
            left -= count;
        }
        return crc.getValue();
    }

    /** @param transfer is told of each read; once it is given up reading fails, so the upload never becomes an object */
    InputStream open(Transfer transfer) {
        return new ChunkStream(transfer);
    }

    /** Supports mark, because the client copies a stream that does not. */
    private final class ChunkStream extends InputStream {
        private final Transfer transfer;
        private int chunk;
        private int inChunk;
        private long position;
        private long marked;

        ChunkStream(Transfer transfer) {
            this.transfer = transfer;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            Objects.checkFromIndexSize(offset, count, into.length);
            transfer.moved();
            if (transfer.isGivenUp()) {
                throw new IOException("the object was given up");
            }
            if (count == 0) {
                return 0;
            }
            if (position == length) {
                return -1;
            }
            byte[] from = chunks.get(chunk);
            int now = (int) Math.min(Math.min(count, from.length - inChunk), length - position);
            System.arraycopy(from, inChunk, into, offset, now);
            advance(now);
            return now;
        }

        private void advance(int bytes) {
            position += bytes;
            inChunk += bytes;
            if (inChunk == chunks.get(chunk).length) {
                chunk++;
                inChunk = 0;
            }
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, length - position);
        }

        @Override
        public boolean markSupported() {
            return true;
        }

        @Override
        public synchronized void mark(int readLimit) {
            marked = position;
        }

        @Override
        public synchronized void reset() {
            position = marked;
            long before = 0;
            chunk = 0;
            while (chunk < chunks.size() && before + chunks.get(chunk).length <= position) {
                before += chunks.get(chunk++).length;
            }
            inChunk = (int) (position - before);
        }
    }
}
