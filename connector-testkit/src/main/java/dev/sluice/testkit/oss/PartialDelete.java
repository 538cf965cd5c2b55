package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * A multiple delete of which some keys fail. The service tells no error for such a key; it is only missing among those
 * that the answer lists as deleted.
 */
final class PartialDelete {
    private PartialDelete() {}

    /** The same request without these objects (0-based). */
    static OssRequest without(Set<Integer> failing, OssRequest request) throws IOException {
        XmlNode root = XmlNode.parse(ReceivedBody.xml(request), "Delete");
        XmlDocument rest = new XmlDocument("Delete");
        int index = 0;
        for (XmlNode child : root.children()) {
            boolean fails = child.name().equals("Object") && failing.contains(index++);
            if (!fails) {
                copy(child, rest);
            }
        }
        // What was promised of the old body, and kept, does not hold for the new one.
        List<HttpHeader> headers = request.headers().stream()
                .filter(header -> !header.name().equalsIgnoreCase("Content-MD5")
                        && !header.name().equalsIgnoreCase("Content-Length"))
                .toList();
        return new OssRequest(
                request.method(),
                request.host(),
                request.bucket(),
                request.key(),
                request.query(),
                headers,
                new ByteArrayInputStream(rest.end()));
    }

    private static void copy(XmlNode node, XmlDocument to) {
        if (node.children().isEmpty()) {
            to.element(node.name(), node.text());
        } else {
            to.open(node.name());
            node.children().forEach(child -> copy(child, to));
            to.close();
        }
    }
}
