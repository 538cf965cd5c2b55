package dev.sluice.oss.format;

import dev.sluice.core.mapping.RecordOrigin;
import org.apache.kafka.connect.sink.SinkRecord;

/** An object that is its records' bytes one after another, with something before, between and after them. */
final class FramedEncoder implements ObjectEncoder {
    /** What stands around records. */
    static final class Frame {
        static final Frame NONE = new Frame("", "", "", "");
        static final Frame JSON_ARRAY = new Frame("[\n", ",\n", "\n]", "[]");

        private final byte[] start;
        private final byte[] between;
        private final byte[] end;
        private final byte[] empty;

        /** @param empty what an object without records is */
        Frame(String start, String between, String end, String empty) {
            this.start = Utf8.encode(start);
            this.between = Utf8.encode(between);
            this.end = Utf8.encode(end);
            this.empty = Utf8.encode(empty);
        }

        /** Begins with a header. */
        static Frame headed(String header) {
            return new Frame(header, "", "", header);
        }
    }

    private final RecordWriter writer;
    private final Frame frame;
    private final ObjectBody body;
    private boolean empty = true;

    FramedEncoder(RecordWriter writer, Frame frame, ObjectBody body) {
        this.writer = writer;
        this.frame = frame;
        this.body = body;
    }

    @Override
    public void encode(SinkRecord record, RecordOrigin origin) {
        // All of it before the object sees anything, because it may fail.
        ByteSink bytes = writer.write(record, origin);
        write(empty ? frame.start : frame.between);
        bytes.appendTo(body);
        empty = false;
    }

    @Override
    public long pendingBytes() {
        return body.pendingBytes();
    }

    @Override
    public void finish() {
        write(empty ? frame.empty : frame.end);
        body.finish();
    }

    private void write(byte[] bytes) {
        body.write(bytes, 0, bytes.length);
    }
}
