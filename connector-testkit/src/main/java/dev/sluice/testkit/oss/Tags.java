package dev.sluice.testkit.oss;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Object tags: their two notations and their limits. */
final class Tags {
    private static final int MAX_TAGS = 10;
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;
    private static final Pattern TEXT = Pattern.compile("[\\p{L}\\p{N} +\\-=._:/]*");

    private Tags() {}

    /** {@code k1=v1&k2=v2}, both sides percent-encoded. */
    static Map<String, String> fromHeader(String header) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String pair : header.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String key = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                add(tags, Percent.decode(key, true), Percent.decode(value, true));
            }
        }
        return tags;
    }

    static Map<String, String> fromXml(byte[] body) {
        XmlNode set = XmlNode.parse(body, "Tagging").child("TagSet");
        if (set == null) {
            throw OssError.malformedXml();
        }
        Map<String, String> tags = new LinkedHashMap<>();
        for (XmlNode tag : set.children("Tag")) {
            XmlNode key = tag.child("Key");
            XmlNode value = tag.child("Value");
            if (key == null) {
                throw OssError.malformedXml();
            }
            add(tags, key.text(), value == null ? "" : value.text());
        }
        return tags;
    }

    static byte[] toXml(Map<String, String> tags) {
        XmlDocument xml = new XmlDocument("Tagging");
        xml.open("TagSet");
        tags.forEach((key, value) ->
                xml.open("Tag").element("Key", key).element("Value", value).close());
        return xml.close().end();
    }

    private static void add(Map<String, String> tags, String key, String value) {
        boolean wrong = key.isEmpty()
                || key.length() > MAX_KEY
                || value.length() > MAX_VALUE
                || !TEXT.matcher(key).matches()
                || !TEXT.matcher(value).matches();
        if (wrong || tags.put(key, value) != null) {
            throw new OssError(400, "InvalidTag", "The tag you specified is not valid.").with("TagKey", key);
        }
        if (tags.size() > MAX_TAGS) {
            throw new OssError(400, "InvalidTag", "Object tags cannot be greater than 10.");
        }
    }
}
