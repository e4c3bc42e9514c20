package dev.rivet.source.postgres.query;

/// Pages `from <= page < to` of a table.
///
/// @param to [#END] for all that there are
public record PageRange(long from, long to) {
    /// Beyond the last page that a table can have: block numbers have 32 bits, and the highest one
    /// stands for none.
    static final long END = (1L << 32) - 1;

    public PageRange {
        if (from < 0 || from >= to || to > END) {
            throw new IllegalArgumentException("pages " + from + " to " + to);
        }
    }

    long pages() {
        return to - from;
    }

    /// The first row address of the range, as the server writes it.
    public String firstRow() {
        return firstRowOf(from);
    }

    /// The first row address behind the range.
    public String endRow() {
        return firstRowOf(to);
    }

    private static String firstRowOf(long page) {
        return "(" + page + ",0)";
    }
}
