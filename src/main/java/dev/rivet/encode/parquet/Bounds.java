package dev.rivet.encode.parquet;

/// A smallest and a largest value, in plain encoding without length. Of long texts only the first
/// [#PREFIX_BYTES] are kept.
record Bounds(byte[] min, byte[] max) {
    /// One more than statistics may hold, to tell what was cut from what was not.
    static final int PREFIX_BYTES = BoundCut.STATISTICS_BYTES + 1;
}
