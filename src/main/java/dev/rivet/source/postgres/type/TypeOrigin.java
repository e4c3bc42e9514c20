package dev.rivet.source.postgres.type;

/// Who decided what a column becomes.
public enum TypeOrigin {
    /// The type that it has in the source, and `on_unrepresentable`.
    SOURCE,
    /// The user, under `columns:`, which `on_unrepresentable: string` does not change.
    OVERRIDE
}
