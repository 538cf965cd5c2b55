package dev.sluice.oss.format;

/** The content of an object as its format sees it; compressed or not on the way to the object. */
interface ObjectBody {
    void write(byte[] bytes, int offset, int count);

    /** What is held back, at its plain size. */
    long pendingBytes();

    /** Writes what is still held back. */
    void finish();

    /** As it is. */
    static ObjectBody plain(ObjectOutput output) {
        return new ObjectBody() {
            @Override
            public void write(byte[] bytes, int offset, int count) {
                output.append(bytes, offset, count);
            }

            @Override
            public long pendingBytes() {
                return 0;
            }

            @Override
            public void finish() {
                // Nothing is held back.
            }
        };
    }
}
