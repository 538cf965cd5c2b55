package dev.sluice.oss.format;

/**
 * Stands in a record in place of a value that is stored in an object of its own. In every format the value is then the key of
 * that object, as text; the overflow flag is set, and the size is that of the whole value.
 */
public final class StoredApart {
    private final String key;
    private final byte[] content;
    private final String contentType;

    /**
     * A value and where it goes.
     *
     * @param key where the value is in the bucket
     * @param content the whole value; not copied, and not changed any more
     * @param contentType media type of the content
     */
    StoredApart(String key, byte[] content, String contentType) {
        this.key = key;
        this.content = content;
        this.contentType = contentType;
    }

    /** Where the value is in the bucket. */
    public String key() {
        return key;
    }

    /** The whole value; not a copy. */
    public byte[] content() {
        return content;
    }

    /** Media type of the content. */
    public String contentType() {
        return contentType;
    }

    /** Without the content, which may be long and is not for a log. */
    @Override
    public String toString() {
        return "a value of " + content.length + " bytes that is stored apart";
    }
}
