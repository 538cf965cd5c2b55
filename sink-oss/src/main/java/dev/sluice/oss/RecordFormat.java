package dev.sluice.oss;

/** How records are written into an object. Stateless between objects, but used by one task only. */
interface RecordFormat {

    /** End of an object's key, with its dot. */
    String extension();

    /** Media type of an object. */
    String contentType();

    /** Starts an object. */
    ObjectEncoder open(ObjectBuffer buffer);
}
