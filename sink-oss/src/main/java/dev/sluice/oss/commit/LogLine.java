package dev.sluice.oss.commit;

import java.util.List;

/** One line of a commit log. Immutable. */
public sealed interface LogLine {

    /** {@return what such a line is called in the log} */
    String type();

    /**
     * All that the lines before it say. The first line of each log object, and now and then another one, so that nobody has to
     * read far.
     *
     * @param next the offset below which everything is done; -1 while unknown
     * @param done offsets above it that are done
     * @param unpublished objects that are committed, and not known to be published
     */
    record Snapshot(long next, OffsetRuns done, List<CommittedObject> unpublished) implements LogLine {
        @Override
        public String type() {
            return "snapshot";
        }
    }

    /**
     * A task took the partition over: its {@code writer} is the only one from here on.
     *
     * @param task name of connector and task, for people
     */
    record Claim(String task) implements LogLine {
        @Override
        public String type() {
            return "claim";
        }
    }

    /**
     * An object is committed.
     *
     * @param object which
     */
    record Committed(CommittedObject object) implements LogLine {
        @Override
        public String type() {
            return "object";
        }
    }

    /**
     * Objects are where readers see them.
     *
     * @param uploadIds of objects that were committed before
     */
    record Published(List<String> uploadIds) implements LogLine {
        @Override
        public String type() {
            return "published";
        }
    }

    /**
     * An object was committed, but its upload was removed from the bucket before it was published: its records are not stored.
     *
     * @param uploadId of the object
     */
    record Lost(String uploadId) implements LogLine {
        @Override
        public String type() {
            return "lost";
        }
    }

    /**
     * Everything below an offset is stored, skipped or reported.
     *
     * @param next the offset
     */
    record Safe(long next) implements LogLine {
        @Override
        public String type() {
            return "safe";
        }
    }

    /**
     * Somebody set the connector's offset: what was before does not count.
     *
     * @param next where to begin; -1 where Kafka says
     */
    record Reset(long next) implements LogLine {
        @Override
        public String type() {
            return "reset";
        }
    }

    /**
     * The log goes on in the next object; nothing follows this line.
     *
     * @param next number of that object
     */
    record Sealed(int next) implements LogLine {
        @Override
        public String type() {
            return "sealed";
        }
    }
}
