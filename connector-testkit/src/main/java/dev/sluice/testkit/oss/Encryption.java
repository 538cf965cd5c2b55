package dev.sluice.testkit.oss;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What objects of a bucket say about their encryption when they were stored without saying it; nothing is encrypted. */
record Encryption(
        String algorithm, @Nullable String keyId, @Nullable String dataEncryption) {

    static Encryption fromXml(String document) {
        XmlNode rule = XmlNode.parse(document.getBytes(StandardCharsets.UTF_8), "ServerSideEncryptionRule")
                .child("ApplyServerSideEncryptionByDefault");
        String algorithm = rule == null ? null : rule.childText("SSEAlgorithm");
        if (rule == null || algorithm == null) {
            throw OssError.malformedXml();
        }
        return new Encryption(
                algorithm, filled(rule.childText("KMSMasterKeyID")), filled(rule.childText("KMSDataEncryption")));
    }

    void addTo(Map<String, String> headers) {
        headers.put("x-oss-server-side-encryption", algorithm);
        if (keyId != null) {
            headers.put("x-oss-server-side-encryption-key-id", keyId);
        }
        if (dataEncryption != null) {
            headers.put("x-oss-server-side-data-encryption", dataEncryption);
        }
    }

    private static @Nullable String filled(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
