package dev.sluice.testkit.oss;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object, never changed once made: in pieces, so that joining parts copies nothing. Whoever makes one
 * holds its pieces, and hands that on to where it is stored, or releases it.
 */
final class Content {
    static final Content EMPTY = new Content(List.of(), List.of());

    private final List<Piece> pieces;
    private final List<Long> sizes;
    private final long length;

    /** @param sizes how much of each piece belongs to this content */
    Content(List<Piece> pieces, List<Long> sizes) {
        this.pieces = List.copyOf(pieces);
        this.sizes = List.copyOf(sizes);
        this.length = sizes.stream().mapToLong(Long::longValue).sum();
    }

    /** These laid end to end; takes over what they hold. */
    static Content join(List<Content> contents) {
        List<Piece> pieces = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        for (Content content : contents) {
            pieces.addAll(content.pieces);
            sizes.addAll(content.sizes);
        }
        return new Content(pieces, sizes);
    }

    long length() {
        return length;
    }

    List<Piece> pieces() {
        return pieces;
    }

    List<Long> sizes() {
        return sizes;
    }

    /** One more holder; false when the content is gone, because its object has just been replaced. */
    boolean hold() {
        for (int i = 0; i < pieces.size(); i++) {
            if (!pieces.get(i).hold()) {
                pieces.subList(0, i).forEach(Piece::release);
                return false;
            }
        }
        return true;
    }

    /** For one more place where it is stored, after {@link #hold}: who lets go of one must not let go of the other. */
    Content again() {
        return new Content(pieces, sizes);
    }

    void release() {
        pieces.forEach(Piece::release);
    }

    /** A stream that holds the content until it is closed; null when the content is gone. */
    @Nullable
    InputStream open(long from, long count) {
        return hold() ? new Reading(this, from, count) : null;
    }

    /**
     * This content with more at its end; takes over what both hold. The last piece grows in place, which older contents
     * do not see: they read up to their own size. Only the newest one ends where the piece does, and only it may.
     */
    Content append(Content more) throws IOException {
        if (more.length == 0 || pieces.isEmpty()) {
            return join(List.of(this, more));
        }
        int last = pieces.size() - 1;
        Piece tail = pieces.get(last);
        if (tail.size() == sizes.get(last)) {
            try (InputStream in = new Reading(more, 0, more.length)) {
                if (tail.extend(in, more.length)) {
                    List<Long> grown = new ArrayList<>(sizes);
                    grown.set(last, sizes.get(last) + more.length);
                    return new Content(pieces, grown);
                }
                // The stream will let go of what it did not take.
                boolean unused = more.hold();
            }
        }
        return join(List.of(this, more));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new long[] {length, pieces.size()});
    }

    /** Opens one piece at a time. */
    private static final class Reading extends InputStream {
        private final Content content;
        private int next;
        private long skip;
        private long left;
        private long leftInPiece;
        private @Nullable InputStream current;
        private boolean closed;

        Reading(Content content, long from, long count) {
            this.content = content;
            this.skip = from;
            this.left = count;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            if (closed) {
                throw new IOException("closed");
            }
            if (count == 0) {
                return 0;
            }
            InputStream in = current;
            while (in == null || leftInPiece == 0) {
                if (left == 0 || next == content.pieces.size()) {
                    return -1;
                }
                in = nextPiece();
            }
            int got = in.read(buffer, offset, (int) Math.min(count, leftInPiece));
            if (got < 0) {
                throw new IOException("a stored piece is shorter than it was");
            }
            left -= got;
            leftInPiece -= got;
            return got;
        }

        private @Nullable InputStream nextPiece() throws IOException {
            if (current != null) {
                current.close();
                current = null;
            }
            long size = content.sizes.get(next);
            Piece piece = content.pieces.get(next++);
            if (skip >= size) {
                skip -= size;
                leftInPiece = 0;
                return null;
            }
            current = piece.open(skip);
            leftInPiece = Math.min(left, size - skip);
            skip = 0;
            return current;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                try {
                    if (current != null) {
                        current.close();
                    }
                } finally {
                    content.release();
                }
            }
        }
    }
}
