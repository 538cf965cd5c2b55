package dev.sluice.testkit.oss;

/** How keys are written in an answer. */
enum TextEncoding {
    PLAIN,
    /** Percent-encoded: the only way to write a key that XML cannot hold. */
    URL;

    static TextEncoding of(OssRequest request) {
        return of(request.parameter("encoding-type", ""));
    }

    static TextEncoding of(String encodingType) {
        return switch (encodingType) {
            case "" -> PLAIN;
            case "url" -> URL;
            default ->
                throw OssError.invalidArgument(
                        "Invalid Encoding Method specified in Request", "encoding-type", encodingType);
        };
    }

    String apply(String text) {
        return this == URL ? Percent.encode(text) : text;
    }

    void announce(XmlDocument xml) {
        if (this == URL) {
            xml.element("EncodingType", "url");
        }
    }
}
