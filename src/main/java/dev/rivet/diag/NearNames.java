package dev.rivet.diag;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the names that somebody probably meant.
public final class NearNames {
    private static final int MOST_NAMES = 3;
    private static final int LEAST_CONTAINED = 3;

    /// Two edits turn a word of this length into another.
    private static final int SHORT_WORD = 4;

    private NearNames() {}

    /// At most three names that are few edits away, nearest first. Case does not count.
    public static List<String> of(String word, Collection<String> names) {
        record Near(String name, int edits) {}
        String wanted = lower(word);
        return names.stream()
                .filter(name -> !name.equals(word))
                .map(name -> new Near(name, edits(wanted, lower(name))))
                .filter(near -> near.edits() <= tolerance(wanted, near.name()))
                .sorted(Comparator.comparingInt(Near::edits))
                .limit(MOST_NAMES)
                .map(Near::name)
                .toList();
    }

    /// The nearest name, or else one that contains the word or is in it.
    public static Optional<String> closest(String word, Collection<String> names) {
        String wanted = lower(word);
        return of(word, names).stream()
                .findFirst()
                .or(
                        () ->
                                names.stream()
                                        .filter(name -> oneHoldsTheOther(wanted, lower(name)))
                                        .findFirst());
    }

    /// ` Did you mean a or b?`, or nothing: the end of a message.
    public static String question(String word, Collection<String> names) {
        List<String> near = of(word, names);
        return near.isEmpty() ? "" : " Did you mean " + String.join(" or ", near) + "?";
    }

    private static int tolerance(String word, String name) {
        int least = word.length() <= SHORT_WORD ? 1 : 2;
        return Math.max(least, Math.max(word.length(), name.length()) / 3);
    }

    private static boolean oneHoldsTheOther(String word, String name) {
        return (word.length() >= LEAST_CONTAINED && name.contains(word))
                || (name.length() >= LEAST_CONTAINED && word.contains(name));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// Insertions, deletions, replacements and neighbours that changed places, between two words.
    private static int edits(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            edits[0][j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            edits[i][0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int other = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int least = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
                edits[i][j] = Math.min(edits[i - 1][j - 1] + other, least);
                if (i > 1 && j > 1 && areSwapped(from, i, to, j)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[from.length()][to.length()];
    }

    private static boolean areSwapped(String from, int i, String to, int j) {
        return from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
    }
}
