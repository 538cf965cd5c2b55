package dev.sluice.testkit.oss;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The bytes of an object, never changed once made. Held in pieces, so that joining parts copies nothing. */
final class Content {
    static final Content EMPTY = new Content(new byte[0][], new int[0], 0);

    /** Appends are gathered in one array up to this size. */
    private static final int MAX_TAIL = 1 << 20;

    private final byte[][] pieces;
    private final int[] sizes;
    private final long length;

    private Content(byte[][] pieces, int[] sizes, long length) {
        this.pieces = pieces;
        this.sizes = sizes;
        this.length = length;
    }

    static Content of(List<byte[]> pieces) {
        byte[][] array = pieces.toArray(new byte[0][]);
        int[] sizes = new int[array.length];
        long length = 0;
        for (int i = 0; i < array.length; i++) {
            sizes[i] = array[i].length;
            length += sizes[i];
        }
        return new Content(array, sizes, length);
    }

    static Content join(List<Content> contents) {
        List<byte[]> pieces = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        long length = 0;
        for (Content content : contents) {
            pieces.addAll(Arrays.asList(content.pieces));
            for (int size : content.sizes) {
                sizes.add(size);
            }
            length += content.length;
        }
        return new Content(
                pieces.toArray(new byte[0][]),
                sizes.stream().mapToInt(Integer::intValue).toArray(),
                length);
    }

    long length() {
        return length;
    }

    InputStream stream() {
        return stream(0, length);
    }

    InputStream stream(long from, long count) {
        List<InputStream> streams = new ArrayList<>();
        long skip = from;
        long left = count;
        for (int i = 0; i < pieces.length && left > 0; i++) {
            if (skip >= sizes[i]) {
                skip -= sizes[i];
                continue;
            }
            int take = (int) Math.min(left, sizes[i] - skip);
            streams.add(new ByteArrayInputStream(pieces[i], (int) skip, take));
            left -= take;
            skip = 0;
        }
        return streams.size() == 1 ? streams.get(0) : new SequenceInputStream(Collections.enumeration(streams));
    }

    /** A copy of some of the bytes that shares no spare room with this one. */
    Content slice(long from, long count) {
        List<byte[]> taken = new ArrayList<>();
        long skip = from;
        long left = count;
        for (int i = 0; i < pieces.length && left > 0; i++) {
            if (skip >= sizes[i]) {
                skip -= sizes[i];
                continue;
            }
            int take = (int) Math.min(left, sizes[i] - skip);
            taken.add(Arrays.copyOfRange(pieces[i], (int) skip, (int) skip + take));
            left -= take;
            skip = 0;
        }
        return of(taken);
    }

    /**
     * This content with more at its end. The last piece may have spare room, which the two then share: that is sound
     * because only the newest content of an appendable object is ever appended to, by one thread at a time, and the
     * older ones never read past their own size.
     */
    Content append(Content more) {
        if (more.length == 0) {
            return this;
        }
        if (pieces.length == 0) {
            return more;
        }
        int last = pieces.length - 1;
        long wanted = sizes[last] + more.length;
        if (wanted > Math.max(MAX_TAIL, pieces[last].length)) {
            return join(List.of(this, more));
        }
        byte[][] grown = pieces.clone();
        int[] grownSizes = sizes.clone();
        if (wanted > grown[last].length) {
            grown[last] = Arrays.copyOf(grown[last], (int) Math.min(MAX_TAIL, Math.max(4096, 2 * wanted)));
        }
        int at = sizes[last];
        for (int i = 0; i < more.pieces.length; i++) {
            System.arraycopy(more.pieces[i], 0, grown[last], at, more.sizes[i]);
            at += more.sizes[i];
        }
        grownSizes[last] = at;
        return new Content(grown, grownSizes, length + more.length);
    }
}
