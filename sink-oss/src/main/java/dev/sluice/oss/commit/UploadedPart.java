package dev.sluice.oss.commit;

import org.jspecify.annotations.Nullable;

/**
 * A part that the bucket has; whoever knows the parts of an upload can publish the object.
 *
 * @param number from 1
 * @param tag what the service calls the part
 * @param length in bytes
 * @param crc CRC-64 of the bytes that were sent; null when it was not computed
 */
public record UploadedPart(
        int number, String tag, long length, @Nullable Long crc) {}
