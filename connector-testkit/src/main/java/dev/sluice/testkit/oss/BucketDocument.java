package dev.sluice.testkit.oss;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A configuration of a bucket that is stored and given back as it came. Of all these only the encryption and the
 * retention policy, which has operations of its own, take effect here.
 */
enum BucketDocument {
    LIFECYCLE("lifecycle", "LifecycleConfiguration", "NoSuchLifecycle", "No Row found in Lifecycle Table."),
    CORS("cors", "CORSConfiguration", "NoSuchCORSConfiguration", "The CORS Configuration does not exist."),
    WEBSITE(
            "website",
            "WebsiteConfiguration",
            "NoSuchWebsiteConfiguration",
            "The specified bucket does not have a website configuration."),
    ENCRYPTION(
            "encryption",
            "ServerSideEncryptionRule",
            "NoSuchServerSideEncryptionRule",
            "The server side encryption configuration was not found."),
    /** The only one that is JSON. */
    POLICY("policy", null, "NoSuchBucketPolicy", "The bucket policy does not exist."),
    TRANSFER_ACCELERATION(
            "transferAcceleration",
            "TransferAccelerationConfiguration",
            "NoSuchTransferAccelerationConfiguration",
            "The bucket you specified does not have transfer acceleration configuration."),
    REFERER("referer", "RefererConfiguration", "<AllowEmptyReferer>true</AllowEmptyReferer><RefererList/>"),
    LOGGING("logging", "BucketLoggingStatus", ""),
    TAGGING("tagging", "Tagging", "<TagSet/>"),
    REQUEST_PAYMENT("requestPayment", "RequestPaymentConfiguration", "<Payer>BucketOwner</Payer>"),
    ACCESS_MONITOR("accessmonitor", "AccessMonitorConfiguration", "<Status>Disabled</Status>"),
    RESOURCE_GROUP(
            "resourceGroup", "BucketResourceGroupConfiguration", "<ResourceGroupId>rg-default</ResourceGroupId>"),
    STORAGE_CAPACITY("qos", "BucketUserQos", "<StorageCapacity>-1</StorageCapacity>"),
    WORM("worm", "WormConfiguration", "NoSuchWORMConfiguration", "The WORM Configuration does not exist.");

    private final String subResource;
    private final @Nullable String root;
    private final @Nullable String missingCode;
    private final String whenMissing;

    BucketDocument(String subResource, @Nullable String root, String missingCode, String message) {
        this.subResource = subResource;
        this.root = root;
        this.missingCode = missingCode;
        this.whenMissing = message;
    }

    BucketDocument(String subResource, String root, String whenMissing) {
        this.subResource = subResource;
        this.root = root;
        this.missingCode = null;
        this.whenMissing =
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + root + '>' + whenMissing + "</" + root + '>';
    }

    String subResource() {
        return subResource;
    }

    boolean isXml() {
        return root != null;
    }

    /** Throws the service's error unless this is such a document. */
    void check(String document) {
        if (root != null) {
            XmlNode.parse(document.getBytes(StandardCharsets.UTF_8), root);
        } else if (!Json.isObject(document)) {
            throw new OssError(400, "InvalidPolicyDocument", "The policy is not in the valid JSON format.");
        }
    }

    /** What a bucket answers that never got one: a document that says nothing, or an error. */
    String absent(String bucket) {
        if (missingCode != null) {
            throw missing(bucket);
        }
        return whenMissing;
    }

    /** The error of a bucket that has none, for a kind that has such an error. */
    OssError missing(String bucket) {
        return new OssError(404, Objects.requireNonNull(missingCode), whenMissing).with("BucketName", bucket);
    }
}
