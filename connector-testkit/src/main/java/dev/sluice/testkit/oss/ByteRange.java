package dev.sluice.testkit.oss;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bytes of an object that a Range header asks for. */
record ByteRange(long from, long count) {
    private static final Pattern FIRST = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})(,.*)?");

    /**
     * The range to answer with, or null for the whole object. OSS ignores a range that is not wholly inside the object,
     * unless the request asks for the behaviour of the HTTP standard; of several ranges it looks at the first alone.
     */
    static @Nullable ByteRange of(OssRequest request, long length) {
        String header = request.header("Range");
        boolean standard = "standard".equalsIgnoreCase(request.header("x-oss-range-behavior"));
        return header == null ? null : of(header, length, standard);
    }

    static @Nullable ByteRange of(String header, long length, boolean standard) {
        Matcher matcher = FIRST.matcher(header.trim());
        if (!matcher.matches()) {
            return null;
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty() && last.isEmpty()) {
            return null;
        }
        if (first.isEmpty()) {
            long suffix = Long.parseLong(last);
            if (suffix > 0 && length > 0 && (suffix <= length || standard)) {
                long count = Math.min(suffix, length);
                return new ByteRange(length - count, count);
            }
            return outside(standard, header);
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? length - 1 : Long.parseLong(last);
        if (!last.isEmpty() && to < from) {
            return null;
        }
        if (from >= length) {
            return outside(standard, header);
        }
        if (to >= length) {
            if (!standard) {
                return null;
            }
            to = length - 1;
        }
        return new ByteRange(from, to - from + 1);
    }

    String contentRange(long length) {
        return "bytes " + from + '-' + (from + count - 1) + '/' + length;
    }

    private static @Nullable ByteRange outside(boolean standard, String header) {
        if (standard) {
            throw new OssError(416, "InvalidRange", "The requested range cannot be satisfied.")
                    .with("RangeRequested", header);
        }
        return null;
    }
}
