package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An answer that is an error: the service's status and code, and what goes with this code. */
final class OssError extends RuntimeException {
    static final String FILE_IMMUTABLE = "FileImmutable";

    private final int status;
    private final String code;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final List<HttpHeader> headers = new ArrayList<>();

    OssError(int status, String code, String message) {
        // Errors are everyday answers here: a stack trace would only cost time.
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** Adds an element to the body. */
    OssError with(String field, String value) {
        fields.put(field, value);
        return this;
    }

    OssError withHeader(String name, String value) {
        headers.add(new HttpHeader(name, value));
        return this;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    List<HttpHeader> headers() {
        return headers;
    }

    byte[] body(String requestId, String host) {
        XmlDocument xml = new XmlDocument("Error");
        xml.element("Code", code);
        xml.element("Message", message());
        xml.element("RequestId", requestId);
        xml.element("HostId", host);
        fields.forEach(xml::element);
        return xml.end();
    }

    static OssError invalidUri() {
        return new OssError(400, "InvalidURI", "Couldn't parse the specified URI.");
    }

    static OssError invalidArgument(String message, String name, String value) {
        return new OssError(400, "InvalidArgument", message)
                .with("ArgumentName", name)
                .with("ArgumentValue", value);
    }

    static OssError missingArgument(String name) {
        return new OssError(400, "MissingArgument", "Missing Some Required Arguments.").with("ArgumentName", name);
    }

    static OssError malformedXml() {
        return new OssError(
                400,
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema.");
    }

    static OssError accessDenied(String message) {
        return new OssError(403, "AccessDenied", message);
    }

    static OssError tokenExpired() {
        return new OssError(403, "SecurityTokenExpired", "The security token you provided has expired.");
    }

    static OssError noSuchBucket(String bucket) {
        return new OssError(404, "NoSuchBucket", "The specified bucket does not exist.").with("BucketName", bucket);
    }

    static OssError noSuchKey(String key) {
        return new OssError(404, "NoSuchKey", "The specified key does not exist.").with("Key", key);
    }

    static OssError noSuchVersion(String key, String versionId) {
        return new OssError(404, "NoSuchVersion", "The specified version does not exist.")
                .with("Key", key)
                .with("VersionId", versionId);
    }

    /** What a delete marker says when it is asked for its content. */
    static OssError isDeleteMarker(String key, String versionId) {
        return new OssError(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
                .with("Key", key)
                .with("VersionId", versionId)
                .withHeader("x-oss-delete-marker", "true")
                .withHeader("x-oss-version-id", versionId);
    }

    static OssError noSuchUpload(String uploadId) {
        return new OssError(
                        404,
                        "NoSuchUpload",
                        "The specified upload does not exist. The upload ID may be invalid, or the upload may have"
                                + " been aborted or completed.")
                .with("UploadId", uploadId);
    }

    static OssError fileAlreadyExists() {
        return new OssError(
                409, "FileAlreadyExists", "The object you specified already exists and can not be overwritten.");
    }

    /** What a retention policy protects. */
    static OssError fileImmutable(String key) {
        return new OssError(409, FILE_IMMUTABLE, "The object you specified is immutable.").with("Key", key);
    }

    /** What the service's documents rule out without naming a code. */
    static OssError operationNotSupported(String message) {
        return new OssError(400, "OperationNotSupported", message);
    }

    static OssError entityTooLarge(long proposed, long max) {
        return new OssError(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size.")
                .with("MaxSizeAllowed", Long.toString(max))
                .with("ProposedSize", Long.toString(proposed))
                .withHeader("Connection", "close");
    }

    static OssError incompleteBody() {
        return new OssError(
                        400,
                        "IncompleteBody",
                        "You did not provide the number of bytes specified by the Content-Length HTTP header.")
                .withHeader("Connection", "close");
    }

    static OssError preconditionFailed(String condition) {
        return new OssError(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold.")
                .with("Condition", condition);
    }

    static OssError notModified() {
        return new OssError(304, "NotModified", "Not Modified");
    }

    static OssError notImplemented(String what) {
        return new OssError(
                        501, "NotImplemented", "A header you provided implies functionality that is not implemented.")
                .with("Header", what);
    }
}
