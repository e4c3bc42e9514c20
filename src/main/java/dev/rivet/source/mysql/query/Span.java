package dev.rivet.source.mysql.query;

/// Keys that nobody reads yet, and how far apart they seem to be. Guarded by its planner.
final class Span {
    /// A conversion to `long` that cannot overflow.
    private static final double WIDEST_PIECE = 0x1p62;

    private long next;
    private final long last;
    private double keysPerRow;

    Span(long first, long last, double keysPerRow) {
        this.next = first;
        this.last = last;
        this.keysPerRow = keysPerRow;
    }

    /// `last - first`, also where that is beyond a `long`.
    static double distance(long first, long last) {
        long bits = last - first;
        return bits >= 0 ? bits : (bits >>> 1) * 2.0;
    }

    /// The last key of a piece from the front that should have so many rows, or all that is left.
    ///
    /// @return the piece; the span is used up when it ends at its last key
    KeyRange cut(long rows, long mostRows) {
        long first = next;
        double wanted = Math.max(1, Math.min(rows * keysPerRow, WIDEST_PIECE));
        boolean all = distance(first, last) < wanted * 1.25;
        long end = all ? last : first + (long) wanted - 1;
        next = end + 1;
        return new KeyRange(first, end, mostRows, this);
    }

    /// Whether [#cut] has given everything away with this range.
    boolean endsWith(KeyRange range) {
        return range.last() == last;
    }

    /// Learns from a range that was read to its end. A gap is crossed in steps of a growing width:
    /// with a factor of 64, eleven of them cross all 64 bits.
    ///
    /// @param stretch how many times as wide the next one may be at most
    void learn(KeyRange range, long rows, double stretch) {
        double found = rows == 0 ? Double.MAX_VALUE : range.width() / rows;
        keysPerRow = Math.max(1, Math.min(found, keysPerRow * stretch));
    }
}
