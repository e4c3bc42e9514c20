package dev.rivet.encode.parquet;

/// Limits of what each column of an encoder holds open, smaller the more columns there are.
///
/// @param pageBytes a page ends when it has as many; open pages of all columns together take half
///     of what waiting ones may, unless pages would be too small to be of use
/// @param pageRows a page ends when it has as many: a row takes up to four bytes while its page is
///     open, even if it is NULL
/// @param dictionaryBytes most that a dictionary takes in the file
record PageSizes(int pageBytes, int pageRows, int dictionaryBytes) {
    private static final int LEAST_BYTES = 1 << 13;
    private static final int MOST_BYTES = 1 << 18;
    private static final int LEAST_ROWS = 1 << 11;
    private static final int MOST_ROWS = 1 << 15;

    /// @param waitingBytes most memory of pages that wait for their row group to be complete
    static PageSizes of(int columns, long waitingBytes) {
        long open = waitingBytes / 2 / columns;
        return new PageSizes(
                Math.clamp(open, LEAST_BYTES, MOST_BYTES),
                Math.clamp(open / Integer.BYTES, LEAST_ROWS, MOST_ROWS),
                Math.clamp(open / 2, LEAST_BYTES, MOST_BYTES));
    }
}
