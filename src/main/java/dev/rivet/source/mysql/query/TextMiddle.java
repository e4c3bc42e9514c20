package dev.rivet.source.mysql.query;

import java.util.List;
import java.util.Locale;

/// Texts that may lie between two others. Collations differ, but nearly all have digits before
/// letters, and letters in the order of the alphabet. Pure.
final class TextMiddle {
    /// Each stands for a digit of its place.
    private static final String SIGNS = " 0123456789abcdefghijklmnopqrstuvwxyz";

    private static final int PLACES = 8;

    private TextMiddle() {}

    /// The best one first.
    static List<String> between(String low, String high) {
        int common = 0;
        while (common < low.length()
                && common < high.length()
                && low.charAt(common) == high.charAt(common)) {
            common++;
        }
        if (common > 0 && Character.isHighSurrogate(low.charAt(common - 1))) {
            common--;
        }
        String prefix = low.substring(0, common);
        int from = first(low, common);
        int to = first(high, common);
        if (!isSign(from) || !isSign(to)) {
            return from == to ? List.of() : List.of(prefix + Character.toString(middle(from, to)));
        }
        String middle = middle(low.substring(common), high.substring(common));
        return List.of(prefix + middle, prefix + middle.toUpperCase(Locale.ROOT), high);
    }

    private static int first(String text, int at) {
        return at < text.length() ? text.codePointAt(at) : ' ';
    }

    /// No half of a pair of surrogates.
    private static int middle(int from, int to) {
        int middle = (int) ((from + (long) to + 1) / 2);
        return middle >= Character.MIN_SURROGATE && middle <= Character.MAX_SURROGATE
                ? Character.MAX_SURROGATE + 1
                : middle;
    }

    private static boolean isSign(int character) {
        return character < 0x80;
    }

    private static String middle(String low, String high) {
        long middle = (number(low) + number(high) + 1) / 2;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < PLACES; i++) {
            text.insert(0, SIGNS.charAt((int) (middle % SIGNS.length())));
            middle /= SIGNS.length();
        }
        return text.toString().stripTrailing();
    }

    private static long number(String text) {
        long number = 0;
        for (int i = 0; i < PLACES; i++) {
            number = number * SIGNS.length() + digit(i < text.length() ? text.charAt(i) : ' ');
        }
        return number;
    }

    private static int digit(char character) {
        char sign = Character.toLowerCase(character);
        int found = SIGNS.indexOf(sign);
        if (found >= 0) {
            return found;
        }
        return sign < '0' ? 0 : sign < 'a' ? SIGNS.indexOf('a') : SIGNS.length() - 1;
    }
}
