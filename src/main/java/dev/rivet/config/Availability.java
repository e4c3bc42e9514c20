package dev.rivet.config;

/// Whether this version acts on a key or value, or only knows its name.
enum Availability {
    AVAILABLE,
    NOT_YET
}
