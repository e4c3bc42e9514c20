package dev.rivet.source.mysql;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Names that a mistyped one may have meant.
final class NearNames {
    private static final int MOST = 3;

    private NearNames() {}

    /// ` Did you mean a, b?`, or nothing.
    static String suggestion(String name, Collection<String> candidates) {
        String wanted = name.toLowerCase(Locale.ROOT);
        int patience = Math.max(1, name.length() / 3);
        record Near(String name, int distance) {}
        List<String> near =
                candidates.stream()
                        .map(each -> new Near(each, distance(wanted, each)))
                        .filter(each -> each.distance() <= patience)
                        .sorted(Comparator.comparingInt(Near::distance))
                        .map(Near::name)
                        .limit(MOST)
                        .toList();
        return near.isEmpty() ? "" : " Did you mean " + String.join(", ", near) + "?";
    }

    private static int distance(String wanted, String candidate) {
        String other = candidate.toLowerCase(Locale.ROOT);
        int[] before = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= wanted.length(); i++) {
            int[] row = new int[before.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = wanted.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], before[j]) + 1, before[j - 1] + change);
            }
            before = row;
        }
        return before[other.length()];
    }
}
