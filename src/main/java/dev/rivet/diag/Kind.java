package dev.rivet.diag;

/// Why a run stopped. The kind of a code never changes; scripts rely on it.
public enum Kind {
    USAGE,
    ENVIRONMENT,
    BUSY,
    INTEGRITY,
    DRIFT,
    REFUSAL,
    INTERNAL;

    /// Name as it stands in JSON and in the printed registry.
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
