package dev.rivet.config;

/// One value as text, checked against the shape of its key.
///
/// @param text variables filled in
/// @param shown as it stands in the file, variables as `${NAME}`
record Scalar(Spot spot, String text, String shown) {
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
