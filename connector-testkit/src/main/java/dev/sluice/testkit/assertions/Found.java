package dev.sluice.testkit.assertions;

import java.util.List;

/** How messages tell what is there instead. */
final class Found {
    private static final int SHOWN = 20;

    private Found() {}

    static String some(List<?> all) {
        if (all.isEmpty()) {
            return "none";
        }
        String shown = all.subList(0, Math.min(SHOWN, all.size())).toString();
        return all.size() > SHOWN ? shown + " and " + (all.size() - SHOWN) + " more" : shown;
    }
}
