package com.example.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.core.batch.BatchKey;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import java.util.Map;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;

/** A line names the record that it comes from: a server that gets one again knows it by that. */
final class JsonLineMapper implements RecordMapper<String> {
    private final JsonConverter json = new JsonConverter();

    JsonLineMapper() {
        json.configure(Map.of("schemas.enable", "false"), false);
    }

    @Override
    public Mapping<String> map(SinkRecord record) {
        String key = text(new SchemaAndValue(record.keySchema(), record.key()));
        String value = text(new SchemaAndValue(record.valueSchema(), record.value()));
        String line = "{\"topic\":\"%s\",\"partition\":%d,\"offset\":%d,\"key\":%s,\"value\":%s}\n"
                .formatted(record.topic(), record.kafkaPartition(), record.kafkaOffset(), key, value);
        // Lines with one key arrive in the order of their offsets. Two bytes a character: a guess, encoding costs more.
        return new Mapping.Mapped<>(line, BatchKey.of("lines"), record.key() == null ? null : key, 2L * line.length());
    }

    private String text(SchemaAndValue data) {
        return data.value() == null ? "null" : new String(json.fromConnectData("", data.schema(), data.value()), UTF_8);
    }
}
