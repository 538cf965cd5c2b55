package dev.sluice.oss;

/** All parts of an object were sent, and somebody removed them before they became an object. */
final class UploadGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UploadGoneException() {
        super("the parts of an object that was not finished are gone");
    }
}
