package dev.rivet.row;

/// The shapes of memory that a column of a batch can have; see [ColumnVector].
public enum Storage {
    BOOLEAN,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    BYTES,
    FIXED,
    LIST
}
