package dev.sluice.oss.commit;

import dev.sluice.oss.commit.LogFormat.Written;
import dev.sluice.oss.commit.LogStore.Tail;

/**
 * All that stands in a log, for people and for readers of objects: also what is not a whole line, which a task leaves out.
 * Stateless; blocks; any thread.
 */
public final class LogListing {

    /** Takes what stands in a log, in order. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * A line follows.
         *
         * @param object number of the log object that it stands in, from 0
         * @param position of its first byte
         * @param line what it says
         */
        void line(int object, long position, Written line);

        /**
         * Bytes follow that are no whole line; they count for nothing. By itself it does nothing.
         *
         * @param object number of the log object that they stand in, from 0
         * @param position of the first one
         * @param length how many, the line feed not included
         */
        default void torn(int object, long position, int length) {}
    }

    private final LogStore store;

    /**
     * Of the logs in one bucket.
     *
     * @param store the bucket; is only read
     */
    public LogListing(LogStore store) {
        this.store = store;
    }

    /**
     * Tells the whole log.
     *
     * @param names the log's
     * @param visitor called in this thread
     * @return false when there is no such log
     * @throws LogException when a line is whole and cannot be understood
     */
    public boolean all(LogNames names, Visitor visitor) {
        for (int number = 0; ; number++) {
            byte[] bytes = store.read(names.key(number), 0);
            if (bytes.length == 0) {
                return number > 0;
            }
            list(number, new Tail(0, bytes), visitor);
        }
    }

    /**
     * Tells the end of the log from its latest snapshot on, which says what all before adds up to.
     *
     * @param names the log's
     * @param visitor called in this thread
     * @return false when there is no such log
     * @throws LogException when a line is whole and cannot be understood
     */
    public boolean recent(LogNames names, Visitor visitor) {
        LogReader.Log end = new LogReader(store).read(names);
        // The next object is not there yet when a task stopped right after it sealed one.
        int number = end.length() == 0 ? end.number() - 1 : end.number();
        if (number < 0) {
            return false;
        }
        byte[] bytes = store.read(names.key(number), Math.max(end.snapshot(), 0));
        list(number, new Tail(Math.max(end.snapshot(), 0), bytes), visitor);
        return true;
    }

    /**
     * Tells what stands in one log object.
     *
     * @param number of the object, from 0
     * @param bytes all of the object, or its end from the beginning of a line on
     * @param visitor called in this thread
     * @throws LogException when a line is whole and cannot be understood
     */
    public static void list(int number, Tail bytes, Visitor visitor) {
        byte[] text = bytes.bytes();
        for (int begin = 0, end; begin < text.length; begin = end + 1) {
            end = begin;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            // The last one without a line feed may be whole, but nobody counts it before there is one.
            Written line = end < text.length ? LogFormat.decode(text, begin, end) : null;
            if (line != null) {
                visitor.line(number, bytes.start() + begin, line);
            } else if (end > begin) {
                visitor.torn(number, bytes.start() + begin, end - begin);
            }
        }
    }
}
