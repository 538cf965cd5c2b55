package dev.sluice.testkit.oss;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much a bucket holds, all versions counted.
 *
 * @param byClass by storage class
 */
record BucketStat(Map<String, Sum> byClass, long uploads, long deleteMarkers) {

    /** Of one storage class. */
    record Sum(long bytes, long objects) {
        Sum plus(Sum other) {
            return new Sum(bytes + other.bytes, objects + other.objects);
        }
    }

    static BucketStat of(Bucket bucket, ObjectTable objects) {
        Map<String, Sum> byClass = new TreeMap<>();
        long markers = 0;
        for (String key = objects.next("", true); key != null; key = objects.next(key, false)) {
            for (StoredObject version : objects.versions(key)) {
                if (version.isDeleteMarker()) {
                    markers++;
                } else {
                    String storageClass = ObjectHeaders.storageClass(bucket, version);
                    byClass.merge(storageClass, new Sum(version.length(), 1), Sum::plus);
                }
            }
        }
        return new BucketStat(byClass, bucket.uploads().size(), markers);
    }

    XmlDocument toXml(Instant now) {
        Sum all = byClass.values().stream().reduce(new Sum(0, 0), Sum::plus);
        XmlDocument xml = new XmlDocument("BucketStat");
        xml.element("Storage", all.bytes())
                .element("ObjectCount", all.objects())
                .element("MultipartUploadCount", uploads)
                .element("LiveChannelCount", 0)
                .element("LastModifiedTime", now.getEpochSecond())
                .element("StandardStorage", of("Standard").bytes())
                .element("StandardObjectCount", of("Standard").objects());
        frozen(xml, "InfrequentAccess", of("IA"));
        frozen(xml, "Archive", of("Archive"));
        frozen(xml, "ColdArchive", of("ColdArchive"));
        frozen(xml, "DeepColdArchive", of("DeepColdArchive"));
        return xml.element("DeleteMarkerCount", deleteMarkers);
    }

    private Sum of(String storageClass) {
        return byClass.getOrDefault(storageClass, new Sum(0, 0));
    }

    private static void frozen(XmlDocument xml, String name, Sum sum) {
        // What is billed may be more than what is there; nothing is billed here.
        xml.element(name + "Storage", sum.bytes())
                .element(name + "RealStorage", sum.bytes())
                .element(name + "ObjectCount", sum.objects());
    }
}
