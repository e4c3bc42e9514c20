package dev.rivet.encode.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts smallest and largest values that are too long to bounds that still hold: a lower bound is
/// a prefix, an upper bound a prefix made greater. Texts are cut between characters and stay
/// UTF-8.
///
/// @param text whether values are UTF-8
record BoundCut(boolean text) {
    /// Longest bound in the statistics of a column chunk.
    static final int STATISTICS_BYTES = 256;

    /// Longest bound in a page index.
    static final int PAGE_INDEX_BYTES = 64;

    private static final int HIGHEST_CHARACTER = Character.MAX_CODE_POINT;

    byte[] lower(byte[] value, int limit) {
        return value.length <= limit ? value : Arrays.copyOf(value, prefix(value, limit));
    }

    /// A bound of at most `limit` bytes that is not smaller than any value with this beginning;
    /// null when there is none.
    byte @Nullable [] upper(byte[] value, int limit) {
        if (value.length <= limit) {
            return value;
        }
        byte[] cut = Arrays.copyOf(value, prefix(value, limit));
        return text && isText(cut) ? nextText(cut) : nextBytes(cut);
    }

    /// The longest prefix within the limit that ends between characters.
    private int prefix(byte[] value, int limit) {
        int end = limit;
        while (text && end > limit - Integer.BYTES && isContinuation(value[end])) {
            end--;
        }
        return text && isContinuation(value[end]) ? limit : end;
    }

    private static boolean isContinuation(byte unit) {
        return (unit & 0xC0) == 0x80;
    }

    private static boolean isText(byte[] bytes) {
        return Arrays.equals(bytes, new String(bytes, UTF_8).getBytes(UTF_8));
    }

    private static byte @Nullable [] nextBytes(byte[] cut) {
        for (int i = cut.length - 1; i >= 0; i--) {
            if (cut[i] != (byte) 0xFF) {
                byte[] next = Arrays.copyOf(cut, i + 1);
                next[i]++;
                return next;
            }
        }
        return null;
    }

    /// Replaces the last character that has a next one of the same length, and drops what follows.
    private static byte @Nullable [] nextText(byte[] cut) {
        String characters = new String(cut, UTF_8);
        int end = characters.length();
        while (end > 0) {
            int last = characters.codePointBefore(end);
            int start = end - Character.charCount(last);
            int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
            if (last < HIGHEST_CHARACTER && units(last) == units(next)) {
                return (characters.substring(0, start) + Character.toString(next)).getBytes(UTF_8);
            }
            end = start;
        }
        return null;
    }

    private static int units(int character) {
        return Character.toString(character).getBytes(UTF_8).length;
    }
}
