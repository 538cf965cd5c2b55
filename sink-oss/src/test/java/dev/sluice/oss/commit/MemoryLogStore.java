package dev.sluice.oss.commit;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A bucket in memory with the trouble that a test asks for. One thread at a time. */
final class MemoryLogStore implements LogStore {

    /** What becomes of an append. */
    enum Trouble {
        /** Takes effect, and is answered. */
        NONE,
        /** Takes effect; the answer is lost. */
        ANSWER_LOST,
        /** Has no effect, and no answer. */
        DROPPED,
        /** Has no answer, and takes effect only just before the next one, if it still can. */
        LATE,
        /** Only its beginning takes effect; no answer. */
        CUT
    }

    /** The answer to a request did not come. */
    static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class Append {
        final String key;
        final long position;
        final byte[] bytes;

        Append(String key, long position, byte[] bytes) {
            this.key = key;
            this.position = position;
            this.bytes = bytes;
        }
    }

    final Map<String, byte[]> objects = new TreeMap<>();
    /** Uploads that can be published. */
    final Set<String> prepared = new HashSet<>();

    final Set<String> published = new HashSet<>();
    final Deque<Trouble> troubles = new ArrayDeque<>();
    int cutAfter;
    int appends;
    int reads;
    long bytesRead;
    int publications;
    boolean publishingFails;
    private Append late;

    private boolean apply(Append append) {
        byte[] before = objects.getOrDefault(append.key, new byte[0]);
        if (before.length != append.position) {
            return false;
        }
        byte[] after = Arrays.copyOf(before, before.length + append.bytes.length);
        System.arraycopy(append.bytes, 0, after, before.length, append.bytes.length);
        objects.put(append.key, after);
        return true;
    }

    @Override
    public boolean append(String key, long position, byte[] bytes) {
        appends++;
        if (late != null) {
            apply(late);
            late = null;
        }
        Append append = new Append(key, position, bytes);
        Trouble trouble = troubles.isEmpty() ? Trouble.NONE : troubles.poll();
        switch (trouble) {
            case NONE -> {
                return apply(append);
            }
            case ANSWER_LOST -> apply(append);
            case LATE -> late = append;
            case CUT -> apply(new Append(key, position, Arrays.copyOf(bytes, Math.min(cutAfter, bytes.length))));
            case DROPPED -> {}
        }
        throw new NoAnswer();
    }

    /** The request that was late arrives now. */
    boolean arrives() {
        boolean done = apply(late);
        late = null;
        return done;
    }

    @Override
    public Tail tail(String key, int atMost) {
        reads++;
        byte[] all = objects.get(key);
        if (all == null) {
            return null;
        }
        int start = Math.max(0, all.length - atMost);
        bytesRead += all.length - start;
        return new Tail(start, Arrays.copyOfRange(all, start, all.length));
    }

    @Override
    public byte[] read(String key, long position) {
        reads++;
        byte[] all = objects.getOrDefault(key, new byte[0]);
        byte[] rest =
                position >= all.length ? new byte[0] : Arrays.copyOfRange(all, Math.toIntExact(position), all.length);
        bytesRead += rest.length;
        return rest;
    }

    @Override
    public boolean publish(PreparedObject object) {
        publications++;
        if (publishingFails) {
            throw new NoAnswer();
        }
        if (prepared.remove(object.uploadId())) {
            published.add(object.uploadId());
        }
        return published.contains(object.uploadId());
    }
}
