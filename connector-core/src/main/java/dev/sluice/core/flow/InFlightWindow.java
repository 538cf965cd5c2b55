package dev.sluice.core.flow;

/**
 * How many requests may be unanswered at a time. Additive increase, multiplicative decrease: a throttled answer halves
 * the window, each success widens it by a fraction, so it grows by one in the time of one window
 * (<a href="https://www.rfc-editor.org/rfc/rfc5681#section-3.1">as TCP does</a>). Task thread only.
 */
final class InFlightWindow {
    private final int max;
    private double size;
    private int inFlight;
    /** Number of the last request sent, and of the last one sent before the window was narrowed. */
    private long sent;

    private long sentBeforeNarrowing;

    InFlightWindow(int max) {
        this.max = max;
        this.size = max;
    }

    boolean hasRoom() {
        return inFlight < (int) size;
    }

    /** Counts a request as unanswered; returns its number. */
    long sent() {
        inFlight++;
        return ++sent;
    }

    void answered() {
        inFlight--;
    }

    void widen() {
        size = Math.min(max, size + 1 / size);
    }

    /**
     * Halves the window for the throttled request of this number; once for all that were under way together, because
     * they all tell of the same moment.
     */
    void narrow(long request) {
        if (request > sentBeforeNarrowing) {
            size = Math.max(1, size / 2);
            sentBeforeNarrowing = sent;
        }
    }

    int inFlight() {
        return inFlight;
    }

    int size() {
        return (int) size;
    }
}
