package dev.sluice.testkit.oss;

import org.jspecify.annotations.Nullable;

/** Whether a bucket keeps what is overwritten and deleted. Once enabled it can be suspended and never switched off. */
enum Versioning {
    OFF(null),
    ENABLED("Enabled"),
    SUSPENDED("Suspended");

    private final @Nullable String text;

    Versioning(@Nullable String text) {
        this.text = text;
    }

    /** The service's word; null for a bucket that never had versions. */
    @Nullable
    String text() {
        return text;
    }

    static Versioning fromXml(byte[] body) {
        String status = XmlNode.parse(body, "VersioningConfiguration").childText("Status");
        for (Versioning versioning : values()) {
            if (versioning.text != null && versioning.text.equals(status)) {
                return versioning;
            }
        }
        throw OssError.malformedXml();
    }
}
