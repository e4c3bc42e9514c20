package dev.rivet.diag;

/// Whether the same call may succeed later without anybody changing anything.
public enum Transience {
    PERMANENT,
    TRANSIENT
}
