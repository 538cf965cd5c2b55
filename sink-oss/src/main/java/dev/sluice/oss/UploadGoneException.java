package dev.sluice.oss;

/** All parts of an object were sent, and somebody removed them before they became an object. */
final class UploadGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private UploadGoneException() {
        super("the parts of an object that was not finished are gone");
    }

    /** @param there whether the object could be published */
    static void check(boolean there) {
        if (!there) {
            throw new UploadGoneException();
        }
    }
}
