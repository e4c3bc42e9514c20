package dev.rivet.diag;

/// What the system hands over as bytes, arguments and environment, is read as UTF-8. Bytes that are
/// none arrive as the character U+FFFD, which therefore is a sign of loss and never a value.
public final class Undecodable {
    private static final char REPLACEMENT = '\uFFFD';

    private Undecodable() {}

    /// Whether some of the text is lost.
    public static boolean isIn(String text) {
        return text.indexOf(REPLACEMENT) >= 0;
    }
}
