package dev.sluice.testkit.oss;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** One element of an XML request: the bodies are small and flat, so a tree of text is enough. */
final class XmlNode {
    private static final int MAX_DEPTH = 16;

    private final String name;
    private final StringBuilder text = new StringBuilder();
    private final List<XmlNode> children = new ArrayList<>();

    private XmlNode(String name) {
        this.name = name;
    }

    /** The root element, which must have this name. */
    static XmlNode parse(byte[] body, String rootName) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        Deque<XmlNode> open = new ArrayDeque<>();
        XmlNode root = null;
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(body));
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        XmlNode node = new XmlNode(reader.getLocalName());
                        XmlNode parent = open.peek();
                        if (parent == null) {
                            root = node;
                        } else {
                            parent.children.add(node);
                        }
                        if (open.size() == MAX_DEPTH) {
                            throw OssError.malformedXml();
                        }
                        open.push(node);
                    }
                    case XMLStreamConstants.END_ELEMENT -> open.pop();
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        XmlNode node = open.peek();
                        if (node != null) {
                            node.text.append(reader.getText());
                        }
                    }
                    // With DTDs off this is any entity but XML's own five.
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw OssError.malformedXml();
                    default -> {
                        // comments and the like carry nothing
                    }
                }
            }
        } catch (OssError e) {
            throw e;
        } catch (XMLStreamException | RuntimeException e) {
            // Some malformed texts make the parser fail on its own message about them.
            throw OssError.malformedXml();
        }
        if (root == null || !root.name.equals(rootName)) {
            throw OssError.malformedXml();
        }
        return root;
    }

    String name() {
        return name;
    }

    List<XmlNode> children() {
        return children;
    }

    String text() {
        return text.toString();
    }

    List<XmlNode> children(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }

    @Nullable
    XmlNode child(String childName) {
        for (XmlNode child : children) {
            if (child.name.equals(childName)) {
                return child;
            }
        }
        return null;
    }

    @Nullable
    String childText(String childName) {
        XmlNode child = child(childName);
        return child == null ? null : child.text().trim();
    }
}
