package dev.rivet.config;

/// What becomes of the files of earlier runs, once a run has delivered.
public enum History {
    /// They stay; the manifest names the new ones only.
    KEEP,
    /// They are removed.
    REPLACE
}
