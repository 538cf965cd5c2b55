package dev.sluice.oss.format;

import dev.sluice.oss.format.FramedEncoder.Frame;

/** Objects that take any record and are compressed as a whole, if at all. */
final class FramedFormat implements RecordFormat {
    private final String extension;
    private final String mediaType;
    private final Frame frame;
    private final RecordWriter writer;
    private final StreamCodec codec;

    /**
     * @param extension with its dot
     * @param mediaType of a plain object
     */
    FramedFormat(String extension, String mediaType, Frame frame, RecordWriter writer, StreamCodec codec) {
        this.extension = extension;
        this.mediaType = mediaType;
        this.frame = frame;
        this.writer = writer;
        this.codec = codec;
    }

    @Override
    public String extension() {
        return extension + codec.suffix();
    }

    @Override
    public String contentType() {
        return codec.mediaType(mediaType);
    }

    @Override
    public ObjectEncoder open(ObjectOutput output, Lane lane) {
        return new FramedEncoder(writer, frame, codec.open(output));
    }
}
