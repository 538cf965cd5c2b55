package dev.sluice.oss;

import dev.sluice.oss.commit.LogStore;
import dev.sluice.oss.commit.UploadedPart;
import java.util.List;

/** The bucket. Calls block, and may be made from many threads at once. What they throw is for {@link OssFailures}. */
interface ObjectStore extends LogStore, AutoCloseable {

    /** Stores an object whole, or not at all; an object of this key is replaced. */
    void put(ObjectHead head, ObjectContent content, Transfer transfer);

    /**
     * Begins an object that is sent in parts.
     *
     * @return the upload's id
     */
    String begin(ObjectHead head);

    /** Sends a part; a part of this number is replaced. */
    UploadedPart sendPart(String key, String uploadId, int number, ObjectContent content, Transfer transfer);

    /**
     * Gives a published object the tags that nobody knew when it began; does nothing where there are none. May be repeated.
     */
    default void tag(ObjectHead head) {}

    /** Gives up an upload and its parts; one that is gone already is right. */
    void abort(String key, String uploadId);

    /** All uploads in parts below the prefix that are neither completed nor aborted. */
    List<PendingUpload> pendingUploads(String prefix);

    /** The keys of all objects below the prefix. */
    List<String> keys(String prefix);

    /** Asks for an object, to find out whether the service answers and knows the caller. One that does not exist is right. */
    void probe(String key);

    /** Makes every call that is under way fail soon; later calls use new connections. */
    void cutConnections();

    /** Ends all connections; calls that are under way fail soon. */
    @Override
    void close();
}
