package dev.sluice.tablestore.write;

/** What {@link Superseded} shows; public because JMX asks for it. */
public interface SupersededMXBean {

    /**
     * Rows that were not written because the table has the same or newer content of their key.
     *
     * @return since the task's start; any thread
     */
    long getSupersededRows();
}
