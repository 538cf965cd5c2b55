package dev.sluice.testkit.oss;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An upload that was started and neither completed nor aborted. */
final class MultipartUpload {
    private static final long MIN_PART = 100L << 10;
    private static final long MAX_OBJECT = 48_800L << 30;

    /** A part that has arrived; sent again, it replaces the former. */
    record Part(int number, ReceivedBody body, Instant lastModified) {}

    /** A part as the request to complete names it; the ETag without quotes. */
    record NamedPart(int number, String etag) {}

    private final String id;
    private final String key;
    private final Instant initiated;
    private final Attributes attributes;
    private final NavigableMap<Integer, Part> parts = new ConcurrentSkipListMap<>();

    MultipartUpload(String id, String key, Instant initiated, Attributes attributes) {
        this.id = id;
        this.key = key;
        this.initiated = initiated;
        this.attributes = attributes;
    }

    String id() {
        return id;
    }

    String key() {
        return key;
    }

    Instant initiated() {
        return initiated;
    }

    Attributes attributes() {
        return attributes;
    }

    /** The part that this one replaces, or null. */
    @Nullable
    Part put(Part part) {
        return parts.put(part.number(), part);
    }

    /** Lets go of the parts that did not become part of an object. */
    void releaseAllBut(List<NamedPart> joined) {
        Set<Integer> kept = joined.stream().map(NamedPart::number).collect(Collectors.toSet());
        for (Part part : parts.values()) {
            if (!kept.contains(part.number())) {
                part.body().content().release();
            }
        }
    }

    Collection<Part> partsAfter(int number) {
        return parts.tailMap(number, false).values();
    }

    List<NamedPart> allParts() {
        return parts.values().stream()
                .map(part -> new NamedPart(part.number(), part.body().etag()))
                .toList();
    }

    /** The object that these parts make, if they may be joined. */
    StoredObject complete(List<NamedPart> named, Instant now) {
        List<Part> chosen = choose(named);
        MessageDigest md5 = ReceivedBody.newMd5();
        long crc = Crc64.EMPTY;
        long total = 0;
        for (int i = 0; i < chosen.size(); i++) {
            Part part = chosen.get(i);
            long size = part.body().content().length();
            if (size < MIN_PART && i < chosen.size() - 1) {
                throw tooSmall(part);
            }
            md5.update(part.body().md5());
            crc = Crc64.combine(crc, part.body().crc64(), size);
            total += size;
        }
        if (total > MAX_OBJECT) {
            throw OssError.entityTooLarge(total, MAX_OBJECT);
        }
        String etag = HexFormat.of().withUpperCase().formatHex(md5.digest()) + "-" + chosen.size();
        Content content =
                Content.join(chosen.stream().map(part -> part.body().content()).toList());
        return StoredObject.multipart(content, etag, crc, now, attributes);
    }

    /** The parts that have arrived for these names. */
    private List<Part> choose(List<NamedPart> named) {
        List<Part> chosen = new ArrayList<>(named.size());
        int before = 0;
        for (NamedPart wanted : named) {
            if (wanted.number() <= before) {
                throw new OssError(
                                400,
                                "InvalidPartOrder",
                                "The list of parts was not in ascending order. The parts list must be specified in"
                                        + " order by part number.")
                        .with("PartNumber", Integer.toString(wanted.number()))
                        .with("UploadId", id);
            }
            before = wanted.number();
            Part part = parts.get(wanted.number());
            if (part == null || !part.body().etag().equalsIgnoreCase(wanted.etag())) {
                throw new OssError(
                                400,
                                "InvalidPart",
                                "One or more of the specified parts could not be found or the specified entity tag"
                                        + " might not have matched the part's entity tag.")
                        .with("ETag", wanted.etag())
                        .with("PartNumber", Integer.toString(wanted.number()))
                        .with("UploadId", id);
            }
            chosen.add(part);
        }
        return chosen;
    }

    private static OssError tooSmall(Part part) {
        return new OssError(400, "EntityTooSmall", "Your proposed upload smaller than the minimum allowed size.")
                .with("ETag", part.body().etag())
                .with("MinSizeAllowed", Long.toString(MIN_PART))
                .with("ProposedSize", Long.toString(part.body().content().length()))
                .with("PartNumber", Integer.toString(part.number()));
    }
}
