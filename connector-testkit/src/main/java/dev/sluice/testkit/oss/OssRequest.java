package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpCall;
import dev.sluice.testkit.internal.HttpHeader;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request with its address understood and its text decoded.
 *
 * @param host without port
 * @param bucket null for the service itself
 * @param key null for the bucket itself
 * @param query decoded, in the order received; empty text for a parameter without value
 * @param headers values decoded from UTF-8
 */
record OssRequest(
        String method,
        String host,
        @Nullable String bucket,
        @Nullable String key,
        Map<String, String> query,
        List<HttpHeader> headers,
        InputStream body) {
    private static final Pattern IP = Pattern.compile("[0-9.]+|\\[.*]");

    /** @param cnames buckets by the host names that stand for them, in lower case */
    static OssRequest of(HttpCall call, Map<String, String> cnames) {
        List<HttpHeader> headers = new ArrayList<>(call.headers().size());
        for (HttpHeader header : call.headers()) {
            String value = header.value() == null ? "" : header.value();
            headers.add(new HttpHeader(header.name(), Percent.headerText(value)));
        }
        String target = call.target();
        int scheme = target.indexOf("://");
        if (scheme > 0 && !target.startsWith("/")) {
            // The absolute form that is sent to proxies.
            int path = target.indexOf('/', scheme + 3);
            target = path < 0 ? "/" : target.substring(path);
        }
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String host = withoutPort(call.header("Host"));
        String rest = Percent.decode(path.startsWith("/") ? path.substring(1) : path, false);
        Map<String, String> query = mark < 0 ? Map.of() : parameters(target.substring(mark + 1));
        OssRequest byPath = byPath(new OssRequest(call.method(), host, null, null, query, headers, call.body()), rest);
        String cname = cnames.get(host);
        String virtual = cname == null ? bucketOf(host) : cname;
        return virtual == null ? byPath : byPath.at(virtual, rest);
    }

    /**
     * The other way to read an address that names its bucket twice, in the host name and at the start of the path, or
     * null. An SDK that is told to name the bucket in the path may still name it in the host.
     */
    @Nullable
    OssRequest otherReading() {
        if (bucket == null || key == null || !bucket.equals(bucketOf(host))) {
            return null;
        }
        boolean twice = key.equals(bucket) || key.startsWith(bucket + '/');
        return twice ? byPath(this, key) : null;
    }

    private static OssRequest byPath(OssRequest request, String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? request.at(path, "") : request.at(path.substring(0, slash), path.substring(slash + 1));
    }

    private OssRequest at(String newBucket, String newKey) {
        return new OssRequest(
                method,
                host,
                newBucket.isEmpty() ? null : newBucket,
                newKey.isEmpty() ? null : newKey,
                query,
                headers,
                body);
    }

    /** The first value of a header, whatever the case of its name, or null. */
    @Nullable
    String header(String name) {
        for (HttpHeader header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return null;
    }

    @Nullable
    String parameter(String name) {
        return query.get(name);
    }

    String parameter(String name, String otherwise) {
        return query.getOrDefault(name, otherwise);
    }

    /** A number from 1 up to a limit; a greater one is refused like the service does. */
    int count(String name, int otherwise, int max) {
        String value = query.get(name);
        if (value == null) {
            return otherwise;
        }
        long count = longValue(name, value);
        if (count < 1 || count > max) {
            throw OssError.invalidArgument(
                    "Argument " + name + " must be an integer between 1 and " + max + ".", name, value);
        }
        return (int) count;
    }

    long longValue(String name, String value) {
        try {
            long number = Long.parseLong(value.trim());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below, like a negative number
        }
        throw OssError.invalidArgument(name + " must be an integer that is not negative.", name, value);
    }

    boolean flag(String header) {
        return "true".equalsIgnoreCase(header(header));
    }

    /** The version that is asked for; null for the current one. */
    @Nullable
    String versionId() {
        String versionId = parameter("versionId");
        return versionId == null || versionId.isEmpty() ? null : versionId;
    }

    boolean forbidsOverwrite() {
        return flag("x-oss-forbid-overwrite");
    }

    String requiredBucket() {
        if (bucket == null) {
            throw OssError.invalidUri();
        }
        return bucket;
    }

    String requiredKey() {
        if (key == null) {
            throw OssError.invalidUri();
        }
        return key;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.put(Percent.decode(name, true), Percent.decode(value, true));
            }
        }
        return parameters;
    }

    private static String withoutPort(@Nullable String host) {
        if (host == null) {
            return "localhost";
        }
        int colon = host.lastIndexOf(':');
        boolean port = colon > 0 && host.indexOf(']', colon) < 0;
        return (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    }

    /**
     * The bucket that a host name carries as its first label. Addresses, plain names such as localhost, and names of
     * the service's own endpoints carry none: there the bucket is the first step of the path.
     */
    private static @Nullable String bucketOf(String host) {
        int dot = host.indexOf('.');
        boolean endpoint = host.startsWith("oss-")
                && host.endsWith(".aliyuncs.com")
                && host.indexOf('.', dot + 1) == host.length() - 4;
        if (dot < 0 || IP.matcher(host).matches() || endpoint || host.equals("oss.aliyuncs.com")) {
            return null;
        }
        return host.substring(0, dot);
    }
}
