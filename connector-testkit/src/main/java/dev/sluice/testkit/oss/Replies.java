package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.internal.HttpReply;
import java.util.List;

/** Answers that many operations give. */
final class Replies {
    /** The one account that the emulator has. */
    static final String OWNER = "1000000000000001";

    private Replies() {}

    static HttpReply ok() {
        return HttpReply.empty(200, List.of());
    }

    static HttpReply noContent() {
        return HttpReply.empty(204, List.of());
    }

    static HttpReply xml(XmlDocument document) {
        return xml(document.end());
    }

    static HttpReply xml(byte[] document) {
        return HttpReply.of(200, List.of(new HttpHeader("Content-Type", XmlDocument.CONTENT_TYPE)), document);
    }

    static void owner(XmlDocument xml) {
        xml.open("Owner").element("ID", OWNER).element("DisplayName", OWNER).close();
    }

    static HttpReply acl(String grant) {
        XmlDocument xml = new XmlDocument("AccessControlPolicy");
        owner(xml);
        xml.open("AccessControlList").element("Grant", grant).close();
        return xml(xml);
    }
}
