package dev.sluice.oss;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Things in the order of a rank that many of them share. Those of one rank are a linked list, so coming, leaving and moving cost the
 * same however many things there are, as long as there are few ranks: a tree of ten thousand things would visit a dozen of them, and
 * each is a miss of the processor's caches. Task thread only.
 */
final class Ranking<K extends Comparable<K>, T> {
    private final NavigableMap<K, Rank<K, T>> ranks = new TreeMap<>();

    /** The things of one rank, in the order in which they came. */
    private static final class Rank<K, T> {
        final K key;

        @Nullable
        Place<K, T> first;

        @Nullable
        Place<K, T> last;

        Rank(K key) {
            this.key = key;
        }
    }

    /** Where a thing stands. */
    static final class Place<K, T> {
        private final T thing;
        private @Nullable Rank<K, T> rank;
        private @Nullable Place<K, T> before;
        private @Nullable Place<K, T> after;

        Place(T thing) {
            this.thing = thing;
        }

        T thing() {
            return thing;
        }

        boolean isAt(K key) {
            return rank != null && rank.key.equals(key);
        }
    }

    /** Puts a thing behind the others of that rank, wherever it stood. */
    void put(Place<K, T> place, K key) {
        remove(place);
        Rank<K, T> rank = ranks.get(key);
        if (rank == null) {
            rank = new Rank<>(key);
            ranks.put(key, rank);
        }
        place.rank = rank;
        place.before = rank.last;
        if (rank.last == null) {
            rank.first = place;
        } else {
            rank.last.after = place;
        }
        rank.last = place;
    }

    /** One that stands nowhere is right. */
    void remove(Place<K, T> place) {
        Rank<K, T> rank = place.rank;
        if (rank == null) {
            return;
        }
        Place<K, T> before = place.before;
        Place<K, T> after = place.after;
        if (before == null) {
            rank.first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            rank.last = before;
        } else {
            after.before = before;
        }
        place.rank = null;
        place.before = null;
        place.after = null;
        if (rank.first == null) {
            ranks.remove(rank.key);
        }
    }

    /** The one that came first of the lowest rank; null when there is none. */
    @Nullable
    Place<K, T> lowest() {
        Map.Entry<K, Rank<K, T>> rank = ranks.firstEntry();
        return rank == null ? null : rank.getValue().first;
    }

    /** The one that came last of the highest rank; null when there is none. */
    @Nullable
    Place<K, T> highest() {
        Map.Entry<K, Rank<K, T>> rank = ranks.lastEntry();
        return rank == null ? null : rank.getValue().last;
    }
}
