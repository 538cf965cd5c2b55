package dev.sluice.oss.format;

/** How records are written into an object. Stateless between objects, but used by one task only, on its thread. */
public interface RecordFormat {

    /** End of an object's key, with its dot. */
    String extension();

    /** Media type of an object. */
    String contentType();

    /** Starts an object. Appends nothing yet. */
    ObjectEncoder open(ObjectOutput output);
}
