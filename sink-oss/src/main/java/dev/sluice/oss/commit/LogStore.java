package dev.sluice.oss.commit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a commit log needs of the bucket. Calls block, and may be made from many threads at once. A call that throws may have
 * taken effect all the same.
 */
public interface LogStore {

    /** The end of an object. */
    final class Tail {
        private final long start;
        private final byte[] bytes;

        /**
         * As it was read.
         *
         * @param start position of the first byte that was read
         * @param bytes from there to the end; not copied
         */
        public Tail(long start, byte[] bytes) {
            this.start = start;
            this.bytes = bytes;
        }

        /** {@return position of the first byte} */
        public long start() {
            return start;
        }

        /** {@return the bytes from there to the end; not to be changed} */
        public byte[] bytes() {
            return bytes;
        }

        /** What is left of it from a position on, which is not before its first byte. */
        Tail from(long position) {
            int skipped = Math.toIntExact(position - start);
            return skipped == 0 ? this : new Tail(position, Arrays.copyOfRange(bytes, skipped, bytes.length));
        }

        /** {@return the length of the object} */
        public long length() {
            return start + bytes.length;
        }
    }

    /**
     * Adds to an object, or makes it.
     *
     * @param position the length that the object must have; 0 makes one
     * @return false when it has another length: nothing was added
     */
    boolean append(String key, long position, byte[] bytes);

    /**
     * Reads the end of an object.
     *
     * @param atMost so many bytes, if it has them; 1 or more
     * @return null when there is no such object
     */
    @Nullable
    Tail tail(String key, int atMost);

    /**
     * Reads an object from a position to its end.
     *
     * @return empty when there is nothing from there on, or no object
     */
    byte[] read(String key, long position);

    /**
     * Makes an object of its parts. May be repeated, also after an answer that was lost, and by another than the one who sent
     * the parts.
     *
     * @return false when the upload is gone, and the object with these bytes is not there either
     */
    boolean publish(PreparedObject object);
}
