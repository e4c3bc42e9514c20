package dev.rivet.source.postgres.query;

/// Pages `from <= page < to` of a table.
///
/// @param to [#END] for all that there are
public record PageRange(long from, long to) {
    /// Beyond the last page that a table can have: 32-bit block numbers.
    static final long END = 1L << 32;

    public PageRange {
        if (from < 0 || from >= to || to > END) {
            throw new IllegalArgumentException("pages " + from + " to " + to);
        }
    }

    long pages() {
        return to - from;
    }
}
