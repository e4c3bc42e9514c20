package dev.rivet.journal;

/// How a run ended.
public enum Outcome {
    SUCCESS,
    FAILED,
    SKIPPED,
    INTERRUPTED;

    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
