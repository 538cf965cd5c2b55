package com.example;

import static dev.sluice.testkit.assertions.SluiceAssertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.aliyun.oss.OSS;
import dev.sluice.testkit.connect.ConnectCluster;
import dev.sluice.testkit.connect.ConnectRest;
import dev.sluice.testkit.junit.WithConnect;
import dev.sluice.testkit.junit.WithOss;
import dev.sluice.testkit.junit.WithTableStore;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@WithOss(bucket = "mine")
@WithTableStore
class StrangerTest {

    @Test
    void bothCloudsAreThere(OSS oss, SyncClient tables) {
        oss.putObject("mine", "greeting", new ByteArrayInputStream("hello".getBytes()));
        assertThat(oss, "mine").object("greeting").hasContent("hello");
        assertThat(tables, "people").doesNotExist();
    }

    @Test
    @WithConnect(workerProperties = "value.converter=org.apache.kafka.connect.storage.StringConverter")
    void aRealWorkerIsThere(ConnectCluster cluster, ConnectRest rest, OSS oss) {
        cluster.createTopic("orders", 1);
        try (KafkaProducer<byte[], String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new ByteArraySerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("orders", "a record"));
        }
        rest.create("mine", Map.of("connector.class", "com.example.StrangerSink", "topics", "orders"));
        cluster.awaitRunning("mine");
        assertThat(rest, "mine").within(Duration.ofSeconds(60)).hasCommitted("orders", 0, 1);
        assertThat(oss, "mine").exists();
    }
}
