package dev.rivet.config;

/// One value as text, checked against the shape of its key.
///
/// @param text variables filled in
/// @param shown as it stands in the file, variables as `${NAME}`
/// @param lines whether the file's lines are those of the text
record Scalar(Spot spot, String text, String shown, Lines lines) {
    enum Lines {
        KEPT,
        /// Several lines of the file have become one.
        FOLDED
    }

    boolean hasVariables() {
        return !text.equals(shown);
    }

    long asLong() {
        return Long.parseLong(text);
    }

    boolean asFlag() {
        return Boolean.parseBoolean(text);
    }
}
