package dev.sluice.testkit.oss;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes one XML answer. */
final class XmlDocument {
    static final String CONTENT_TYPE = "application/xml";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final XMLStreamWriter writer;

    XmlDocument(String root) {
        try {
            writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            writer.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            writer.writeStartElement(root);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    XmlDocument open(String name) {
        try {
            writer.writeStartElement(name);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    XmlDocument close() {
        try {
            writer.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    XmlDocument element(String name, long value) {
        return element(name, Long.toString(value));
    }

    XmlDocument element(String name, boolean value) {
        return element(name, Boolean.toString(value));
    }

    XmlDocument element(String name, String value) {
        try {
            writer.writeStartElement(name);
            text(value);
            writer.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** Text of the element that is open. */
    XmlDocument content(String value) {
        try {
            text(value);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** Nothing when there is no value. */
    XmlDocument optional(String name, @Nullable String value) {
        return value == null ? this : element(name, value);
    }

    byte[] end() {
        try {
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Control characters are allowed in keys but not in XML, so they are written as character references, like the
     * service does; whoever must parse such an answer asks for {@code encoding-type=url}. A carriage return needs the
     * same care, because a parser would read it as a line feed.
     */
    private void text(String value) throws XMLStreamException {
        int plain = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < 0x20 && c != '\t' && c != '\n') || c == 0xFFFE || c == 0xFFFF) {
                writer.writeCharacters(value.substring(plain, i));
                writer.writeEntityRef("#x" + Integer.toHexString(c).toUpperCase(Locale.ROOT));
                plain = i + 1;
            }
        }
        writer.writeCharacters(plain == 0 ? value : value.substring(plain));
    }
}
