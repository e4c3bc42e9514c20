package dev.rivet.source.mysql.query;

import java.util.Locale;

/// Keys from `first` to `last`, both included, in the order of [PageKey#ordered].
///
/// @param rows most rows that its statement may bring
/// @param from what it was cut from
record KeyRange(long first, long last, long rows, Span from) {
    public KeyRange {
        if (first > last || rows < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "keys %d to %d, %d rows", first, last, rows));
        }
    }

    /// How many keys there could be.
    double width() {
        return Span.distance(first, last) + 1;
    }
}
