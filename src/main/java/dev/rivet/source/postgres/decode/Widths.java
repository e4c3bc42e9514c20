package dev.rivet.source.postgres.decode;

import dev.rivet.source.postgres.wire.Window;

/// Proves that values of a fixed width have it. A loop asks [#is] in the place of the question
/// whether a value is NULL, so that the proof costs nothing; what is left is NULL or refused.
final class Widths {
    private Widths() {}

    /// Whether the value that begins here has this many bytes; NULL has none.
    static boolean is(byte[] in, int at, int width) {
        return Window.getInt(in, at - Integer.BYTES) == width;
    }

    /// Refuses a value for whose width [#is] says no, unless it is NULL.
    static void requireNull(byte[] in, int at) {
        int length = Window.getInt(in, at - Integer.BYTES);
        if (length >= 0) {
            throw wrong(length);
        }
    }

    static void check(int length, int width) {
        if (length != width) {
            throw wrong(length);
        }
    }

    static void checkAtLeast(int length, int least) {
        if (length < least) {
            throw wrong(length);
        }
    }

    private static IllegalStateException wrong(int length) {
        return new IllegalStateException("a value of " + length + " bytes, which its type has not");
    }
}
