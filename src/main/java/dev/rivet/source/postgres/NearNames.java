package dev.rivet.source.postgres;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds what somebody probably meant to write.
final class NearNames {
    private static final int MOST_EDITS = 2;
    private static final int MOST_NAMES = 3;

    private NearNames() {}

    /// `; did you mean a or b?`, or nothing.
    static String hint(String wanted, Collection<String> names) {
        List<String> near = of(wanted, names);
        return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }

    /// At most three names, nearest first; names that differ by case alone come before others.
    static List<String> of(String wanted, Collection<String> names) {
        return names.stream()
                .filter(name -> !name.equals(wanted) && distance(wanted, name) <= MOST_EDITS)
                .sorted(Comparator.comparingInt(name -> distance(wanted, name)))
                .limit(MOST_NAMES)
                .toList();
    }

    private static int distance(String wanted, String name) {
        return edits(wanted.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
    }

    /// Insertions, deletions and replacements between two words.
    private static int edits(String one, String other) {
        if (Math.abs(one.length() - other.length()) > MOST_EDITS) {
            return MOST_EDITS + 1;
        }
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
