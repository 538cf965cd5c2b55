package dev.sluice.oss;

import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.oss.format.Lane;
import dev.sluice.oss.format.ObjectEncoder;
import dev.sluice.oss.format.ObjectOutput;
import dev.sluice.oss.format.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A format as somebody else would write it, with what is public alone: how often each key came, in objects of keys that begin
 * with the same letter.
 */
public final class KeyCountFormat implements RecordFormat {
    private int step = 1;

    @Override
    public void configure(Map<String, String> config) {
        step = Integer.parseInt(config.getOrDefault("key.count.step", "1"));
        if (step == 0) {
            throw new ConnectException("key.count.step must not be 0");
        }
    }

    @Override
    public String extension() {
        return step < 0 ? "no extension" : ".counts";
    }

    @Override
    public String contentType() {
        return "text/x-counts";
    }

    @Override
    public Lane laneOf(SinkRecord record) {
        if (!(record.key() instanceof String key) || key.isEmpty()) {
            throw new DataException("there is no key to count");
        }
        return Lane.named(key.substring(0, 1));
    }

    @Override
    public ObjectEncoder open(ObjectOutput output, Lane lane) {
        Map<String, Integer> counts = new TreeMap<>();
        return new ObjectEncoder() {
            @Override
            public void encode(SinkRecord record, RecordOrigin origin) {
                counts.merge((String) record.key(), step, Integer::sum);
                output.holds(100L * counts.size());
            }

            @Override
            public void finish() {
                counts.forEach(
                        (key, count) -> output.append((key + "=" + count + "\n").getBytes(StandardCharsets.UTF_8)));
                output.holds(0);
            }
        };
    }
}
