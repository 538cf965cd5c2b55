package dev.sluice.oss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The choices of one run after the other, depth first: the first option of each is what happens when all goes well and costs
 * nothing, and all that is chosen otherwise in a run costs no more than a limit. A run is repeated by its choices alone.
 */
final class ModelChoices {
    /** Price of an option that is none. */
    static final int NEVER = 1 << 20;

    private final int limit;
    private int[] chosen = new int[256];
    private int[][] costs = new int[256][];
    private String[] places = new String[256];
    private int made;
    private int given;
    /** What was chosen, in words; null unless somebody wants to read it. */
    private @Nullable List<String> story;

    ModelChoices(int limit) {
        this.limit = limit;
    }

    /** The choices of one run, as {@link #toString} gave them, to be told in words. */
    static ModelChoices replay(String choices) {
        ModelChoices replay = new ModelChoices(Integer.MAX_VALUE);
        replay.story = new ArrayList<>();
        for (String one : choices.isEmpty() ? new String[0] : choices.split(" ")) {
            String[] numbers = one.split(":");
            int at = Integer.parseInt(numbers[0]);
            replay.ensure(at);
            replay.chosen[at] = Integer.parseInt(numbers[1]);
            replay.given = at + 1;
        }
        return replay;
    }

    private void ensure(int at) {
        if (at >= chosen.length) {
            int length = Math.max(at + 1, 2 * chosen.length);
            chosen = Arrays.copyOf(chosen, length);
            costs = Arrays.copyOf(costs, length);
            places = Arrays.copyOf(places, length);
        }
    }

    /**
     * The next choice of the run.
     *
     * @param place where it is; the same whenever the run comes here
     * @param prices what each option costs; the first one nothing
     * @return number of the option
     */
    int choose(String place, int... prices) {
        int at = made++;
        ensure(at);
        if (at >= given) {
            chosen[at] = 0;
        } else if (places[at] != null && (!places[at].equals(place) || costs[at].length != prices.length)) {
            throw new IllegalStateException("the run is another one: at choice " + at + " it came to " + place
                    + ", and before to " + places[at]);
        }
        places[at] = place;
        costs[at] = prices;
        return chosen[at];
    }

    boolean isTold() {
        return story != null;
    }

    /** Says what happened, when somebody wants to read it. */
    void tell(String what) {
        if (story != null) {
            story.add(what);
        }
    }

    List<String> story() {
        return story == null ? List.of() : story;
    }

    /** Goes to the next run; false when this was the last one. */
    boolean next() {
        int spent = 0;
        for (int i = 0; i < made; i++) {
            spent += costs[i][chosen[i]];
        }
        for (int i = made - 1; i >= 0; i--) {
            spent -= costs[i][chosen[i]];
            for (int option = chosen[i] + 1; option < costs[i].length; option++) {
                if (spent + costs[i][option] <= limit) {
                    chosen[i] = option;
                    given = i + 1;
                    made = 0;
                    return true;
                }
            }
        }
        return false;
    }

    /** Number and option of each choice that was not the first option. */
    @Override
    public String toString() {
        List<String> others = new ArrayList<>();
        for (int i = 0; i < made; i++) {
            if (chosen[i] > 0) {
                others.add(i + ":" + chosen[i]);
            }
        }
        return String.join(" ", others);
    }
}
