package dev.rivet.source.mysql.query;

/// Keys from `first` to `last`, both included, in the order of [PageKey#ordered].
///
/// @param rows most rows that its statement may bring
/// @param from what it was cut from
record KeyRange(long first, long last, long rows, Span from) {
    public KeyRange {
        if (first > last || rows < 1) {
            throw new IllegalArgumentException(
                    "keys %d to %d, %d rows".formatted(first, last, rows));
        }
    }

    /// How many keys there could be.
    double width() {
        return Span.distance(first, last) + 1;
    }
}
