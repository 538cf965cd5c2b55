package dev.sluice.distribution;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.OSSObjectSummary;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one topic that stand in a bucket's objects, each a line of JSON with key, value, topic, partition and
 * offset; what lies in {@code _sluice} is no object of records.
 */
final class PublishedRecords {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 12;
    private static final int SHOWN_LENGTH = 60;

    /** Where a record is from. */
    record Position(String topic, int partition, long offset) {
        Position(TopicPartition partition, long offset) {
            this(partition.topic(), partition.partition(), offset);
        }
    }

    /** What a record says. */
    record Said(String key, JsonNode value) {
        static Said of(String key, String json) {
            try {
                return new Said(key, JSON.readTree(json));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        }

        String shortly() {
            String text = key + '=' + value;
            return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "...";
        }
    }

    private record Found(String object, Said said) {}

    private final Map<Position, List<Found>> found = new HashMap<>();
    private final List<String> torn = new ArrayList<>();
    private final Set<String> objects = new HashSet<>();

    private PublishedRecords() {}

    static PublishedRecords in(OSS client, String bucket, String prefix) {
        PublishedRecords records = new PublishedRecords();
        ListObjectsV2Request request = new ListObjectsV2Request(bucket, prefix);
        request.setMaxKeys(1000);
        ListObjectsV2Result page;
        do {
            page = client.listObjectsV2(request);
            for (OSSObjectSummary summary : page.getObjectSummaries()) {
                if (!summary.getKey().contains("/_sluice/")) {
                    records.read(client, bucket, summary.getKey());
                }
            }
            request.setContinuationToken(page.getNextContinuationToken());
        } while (page.isTruncated());
        return records;
    }

    private void read(OSS client, String bucket, String key) {
        objects.add(key);
        OSSObject object = client.getObject(bucket, key);
        String text;
        try (InputStream in = object.getObjectContent()) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!text.endsWith("\n")) {
            torn.add(key + " ends in the middle of a line");
        }
        List<String> lines = text.lines().toList();
        for (String line : lines) {
            add(key, line);
        }
        // Objects that were stored with one request say how many records they have.
        String count = object.getObjectMetadata().getUserMetadata().get("sluice-records");
        if (count != null && Integer.parseInt(count) != lines.size()) {
            torn.add(key + " has " + lines.size() + " records and says " + count);
        }
    }

    private void add(String object, String line) {
        JsonNode record;
        try {
            record = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            torn.add(object + " has a line that is no JSON");
            return;
        }
        if (!record.hasNonNull("topic") || !record.hasNonNull("partition") || !record.hasNonNull("offset")) {
            torn.add(object + " has a line without topic, partition and offset");
            return;
        }
        Position position = new Position(
                record.get("topic").asText(),
                record.get("partition").asInt(),
                record.get("offset").asLong());
        Said said = new Said(record.path("key").asText(), record.path("value"));
        found.computeIfAbsent(position, unused -> new ArrayList<>()).add(new Found(object, said));
    }

    int objects() {
        return objects.size();
    }

    int records() {
        return found.values().stream().mapToInt(List::size).sum();
    }

    Set<Position> positions() {
        return found.keySet();
    }

    /** Objects that are not whole. */
    List<String> torn() {
        return torn;
    }

    /** Records that stand in more than one place, with the objects. */
    List<String> twice() {
        return found.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> entry.getKey() + " in "
                        + entry.getValue().stream().map(Found::object).collect(Collectors.joining(" and ")))
                .sorted()
                .toList();
    }

    /** Of these records those that stand nowhere. */
    List<String> missing(Map<Position, Said> wanted) {
        return wanted.keySet().stream()
                .filter(position -> !found.containsKey(position))
                .map(Position::toString)
                .sorted()
                .toList();
    }

    /** Records that say something else than they should, or that there should not be. */
    List<String> altered(Map<Position, Said> wanted) {
        List<String> altered = new ArrayList<>();
        found.forEach((position, places) -> {
            for (Found place : places) {
                Said should = wanted.get(position);
                if (!place.said().equals(should)) {
                    altered.add(position + " in " + place.object() + ": "
                            + place.said().shortly() + " instead of "
                            + (should == null ? "nothing" : should.shortly()));
                }
            }
        });
        return altered;
    }

    /** All that is wrong, in a few lines; empty when each of these records stands in exactly one place. */
    String differences(Map<Position, Said> wanted) {
        StringBuilder all = new StringBuilder();
        describe(all, "missing", missing(wanted));
        describe(all, "twice", twice());
        describe(all, "altered or made up", altered(wanted));
        describe(all, "torn", torn);
        return all.toString();
    }

    private static void describe(StringBuilder all, String what, List<String> which) {
        if (!which.isEmpty()) {
            all.append(which.size()).append(' ').append(what).append(": ");
            all.append(which.stream().limit(SHOWN).collect(Collectors.joining("\n    ", "\n    ", "\n")));
        }
    }
}
