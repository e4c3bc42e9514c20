package dev.rivet.source.postgres.type;

/// What happens to arrays whose index does not begin at 1, which a list cannot say.
public enum ArrayBounds {
    /// The elements are kept, and the array is counted.
    COUNTED,
    REFUSED
}
