package dev.rivet.encode.parquet;

/// How long a file would be if it were finished now, its footer aside.
final class SizeEstimate {
    private SizeEstimate() {}

    /// Bytes in closed pages are counted as they are; bytes in open pages are scaled by how much
    /// smaller the pages closed so far became. Until the first page is closed nothing is known,
    /// and they are counted in full.
    ///
    /// @param closedBytes written row groups and closed pages, as they are in the file
    /// @param openBytes plain size of the values in open pages
    /// @param fedBytes plain size of all values so far
    static long bytes(long closedBytes, long openBytes, long fedBytes) {
        long closedFrom = fedBytes - openBytes;
        double ratio = closedFrom > 0 ? Math.min(1, (double) closedBytes / closedFrom) : 1;
        return closedBytes + (long) (openBytes * ratio);
    }
}
