package dev.rivet.config;

/// What a run delivers when the source has no rows.
public enum NoRows {
    /// A manifest that names no file.
    NO_FILE,

    /// A file that has columns and no rows.
    EMPTY_FILE,

    /// Nothing at all: the run is skipped.
    SKIPPED
}
