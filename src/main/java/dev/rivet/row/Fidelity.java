package dev.rivet.row;

/// How much of a value survives the mapping, best first.
public enum Fidelity {
    EXACT,
    COMPATIBLE,
    LOGICAL_STRING,
    LOSSY;

    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
