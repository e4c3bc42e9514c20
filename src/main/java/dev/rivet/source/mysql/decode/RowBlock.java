package dev.rivet.source.mysql.decode;

import dev.rivet.source.mysql.query.RowKey;

/// Some rows that lie one after the other in memory, and where each of their fields is.
final class RowBlock {
    /// Most rows of a block.
    static final int MOST_ROWS = 1024;

    /// What stands for the place of a NULL.
    static final int NULL = RowKey.NULL;

    /// From one column's first slot to the next one's: not a power of two, whose columns would all
    /// compete for the same lines of the cache.
    static final int STRIDE = MOST_ROWS + 16;

    private final int[] places;
    private final int[] lengths;
    private final int[] begins = new int[MOST_ROWS];
    private final int[] ends = new int[MOST_ROWS];
    private byte[] data = new byte[0];
    private int rows;

    RowBlock(int columns) {
        this.places = new int[columns * STRIDE];
        this.lengths = new int[columns * STRIDE];
    }

    void begin(byte[] bytes) {
        data = bytes;
        rows = 0;
    }

    /// Counts the row `data()[begin] .. data()[end]`, whose fields have their places.
    void endRow(int begin, int end) {
        begins[rows] = begin;
        ends[rows] = end;
        rows++;
    }

    int rows() {
        return rows;
    }

    int begin(int row) {
        return begins[row];
    }

    int end(int row) {
        return ends[row];
    }

    byte[] data() {
        return data;
    }

    /// Where in [#places()] and [#lengths()] a column begins.
    static int base(int column) {
        return column * STRIDE;
    }

    /// For each row of a column, where in [#data()] the value begins, or [#NULL].
    int[] places() {
        return places;
    }

    /// For each value that is not NULL, its bytes.
    int[] lengths() {
        return lengths;
    }
}
