package dev.rivet.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that somebody probably meant.
public final class Suggestion {
    private static final int LEAST_CONTAINED = 3;

    private Suggestion() {}

    /// The closest of `names`: few edits away, else one that contains the word or is in it.
    public static Optional<String> of(String word, Collection<String> names) {
        String wanted = word.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> edits(wanted, name) <= tolerance(wanted, name))
                .min(Comparator.comparingInt(name -> edits(wanted, name)))
                .or(
                        () ->
                                names.stream()
                                        .filter(name -> oneHoldsTheOther(wanted, name))
                                        .findFirst());
    }

    private static int tolerance(String word, String name) {
        return Math.max(2, Math.max(word.length(), name.length()) / 3);
    }

    private static boolean oneHoldsTheOther(String word, String name) {
        return (word.length() >= LEAST_CONTAINED && name.contains(word))
                || (name.length() >= LEAST_CONTAINED && word.contains(name));
    }

    private static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int swap = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(swap, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[to.length()];
    }
}
