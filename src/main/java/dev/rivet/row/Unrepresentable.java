package dev.rivet.row;

/// What to do with a value that has no place in the target type, such as `infinity` in a date.
public enum Unrepresentable {
    /// Write NULL and count it.
    NULL,
    /// Columns that may hold such values become text, so that every value has a place.
    STRING,
    /// Stop, naming column and value.
    FAIL
}
