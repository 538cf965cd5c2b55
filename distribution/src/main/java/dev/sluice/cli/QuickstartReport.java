package dev.sluice.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the quickstart has found out.
 *
 * @param recordsProduced records that each of the two topics was given
 * @param rows what the table has of them
 * @param objects how many objects the bucket has
 * @param records what those objects have of them
 * @param elapsed from the first record produced until the last one was written
 */
record QuickstartReport(
        int recordsProduced, Comparison.Result rows, int objects, Comparison.Result records, Duration elapsed) {

    boolean clean() {
        return rows.clean() && records.clean() && rows.found() == recordsProduced && records.found() == recordsProduced;
    }

    void write(Path file) {
        ObjectMapper json = new ObjectMapper();
        ObjectNode all = json.createObjectNode();
        all.put("records_produced", recordsProduced);
        all.put("rows_written", rows.found());
        all.put("objects_written", objects);
        all.put("records_in_objects", records.found());
        all.put("missing", rows.missing() + records.missing());
        all.put("duplicates", rows.duplicates() + records.duplicates());
        all.put("altered", rows.altered() + records.altered());
        all.put("unexpected", rows.unexpected() + records.unexpected());
        all.put("seconds", elapsed.toMillis() / 1_000.0);
        try {
            Files.writeString(
                    file, json.writerWithDefaultPrettyPrinter().writeValueAsString(all) + System.lineSeparator());
        } catch (IOException e) {
            throw new CommandFailure("Cannot write " + file + ": " + e, e);
        }
    }

    void show(Screen screen) {
        screen.say(line("rows in the table", rows));
        screen.say(line("records in " + Screen.number(objects) + " objects", records));
        screen.say("%.1f s from the first record produced to the last one written"
                .formatted(elapsed.toMillis() / 1_000.0));
    }

    private String line(String what, Comparison.Result result) {
        StringBuilder text = new StringBuilder("%s %s of %s: %s missing, %s twice, %s altered, %s unexpected"
                .formatted(
                        Screen.number(result.found()),
                        what,
                        Screen.number(recordsProduced),
                        Screen.number(result.missing()),
                        Screen.number(result.duplicates()),
                        Screen.number(result.altered()),
                        Screen.number(result.unexpected())));
        result.examples()
                .forEach(example ->
                        text.append(System.lineSeparator()).append("  ").append(example));
        return text.toString();
    }
}
