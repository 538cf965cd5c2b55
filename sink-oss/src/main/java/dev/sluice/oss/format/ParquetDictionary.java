package dev.sluice.oss.format;

import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.fallback.FallbackValuesWriter;
import org.apache.parquet.schema.PrimitiveType;

/** What a column's dictionary takes of the heap; the library tells the encoded size alone. */
final class ParquetDictionary {
    /** Of ids, from the first value on. */
    private static final int FIRST_SLAB = 16 << 10;
    /** Heap of a value besides its encoded bytes: its place in a hash table with links, and an object if it is no number. */
    private static final int HEAP_OF_NUMBER = 48;

    private static final int HEAP_OF_BYTES = 80;
    /** Until a page says how long they are. */
    private static final int USUAL_BYTES = 64;

    private final FallbackValuesWriter<?, ?> column;
    private final ValuesWriter dictionary;
    private final int heapOfValue;
    /** Encoded length of a value in the latest page that used the dictionary. */
    private double meanLength;

    private long idBytesSeen;
    private long pageBytesSeen;

    ParquetDictionary(FallbackValuesWriter<?, ?> column, PrimitiveType type) {
        this.column = column;
        this.dictionary = column.initialWriter;
        switch (type.getPrimitiveTypeName()) {
            case INT32, FLOAT -> {
                this.heapOfValue = HEAP_OF_NUMBER;
                this.meanLength = Integer.BYTES;
            }
            case INT64, DOUBLE -> {
                this.heapOfValue = HEAP_OF_NUMBER;
                this.meanLength = Long.BYTES;
            }
            default -> {
                this.heapOfValue = HEAP_OF_BYTES;
                this.meanLength = USUAL_BYTES;
            }
        }
    }

    long heldBytes() {
        long idBytes = dictionary.getBufferedSize();
        long encoded = dictionary.getAllocatedSize() - idBytes;
        if (encoded == 0) {
            return 0;
        }
        long pageBytes = column.getBufferedSize();
        // Once the column does without, its ids stay as they are and its pages go on.
        if (idBytes > idBytesSeen && pageBytes > pageBytesSeen) {
            meanLength = Math.max(1.0, (double) pageBytes * Integer.BYTES / idBytes);
        }
        idBytesSeen = idBytes;
        pageBytesSeen = pageBytes;
        return FIRST_SLAB + 2 * idBytes + encoded + (long) (encoded / meanLength * heapOfValue);
    }
}
